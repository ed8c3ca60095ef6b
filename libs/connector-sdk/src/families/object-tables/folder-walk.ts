import { dataFormat } from './data-format.js';
import { type FolderContent, folderKind, isHidden, isIcebergMetadata, partitionKey } from './folder-table.js';
import { type FoundTable, tableAt, type TellingFile } from './found-table.js';
import type { ObjectListing } from './object-listing.js';
import type { StoreVisit } from './store-visit.js';

/** Answers that are looked at to know what a folder is. */
const ANSWERS_TO_KNOW = 5;
const MOST_PARTITION_KEYS = 20;

/** What is known of a folder that was begun to be listed. */
interface BegunFolder extends FolderContent {
  readonly listing: readonly ObjectListing[];
  /** Undefined when all of it is known. */
  readonly next: string | undefined;
}

/** Goes through folders one after the other; only what is on the way down is held. */
export class FolderWalk {
  constructor(private readonly visit: StoreVisit) {}

  /**
   * The tables in a folder and, as many levels down as said, in those beneath it; undefined now and then, when it has
   * looked without finding any.
   */
  async *tables(folder: string, levels: number): AsyncIterable<FoundTable | undefined> {
    const begun = await this.begin(folder);
    yield undefined;
    const table = !folder.endsWith('/') ? undefined : await this.tableOf(folder, begun);
    if (table) {
      yield table;
      return;
    }
    if (levels === 0) return;
    for (const listing of begun.listing) yield* this.within(folder, listing, levels);
    let next = begun.next;
    while (next !== undefined) {
      const listing: ObjectListing = await this.visit.list(folder, next);
      yield* this.within(folder, listing, levels);
      next = listing.next;
    }
  }

  /** A name that does not lie beneath the folder would lead in circles. */
  private async *within(
    parent: string,
    { folders, files }: ObjectListing,
    levels: number,
  ): AsyncIterable<FoundTable | undefined> {
    for (const file of files.filter(({ name }) => name.startsWith(parent))) {
      const format = shownFormat(lastName(file.name));
      if (format !== undefined) yield { table: tableAt(file.name, 'file', format), told: { format, file } };
    }
    for (const folder of folders.filter((name) => name.startsWith(parent) && name !== parent)) {
      if (!isHidden(lastName(folder))) yield* this.tables(folder, levels - 1);
    }
  }

  private async tableOf(folder: string, begun: BegunFolder): Promise<FoundTable | undefined> {
    const kind = folderKind(begun);
    switch (kind) {
      case 'delta':
      case 'hudi':
        return {
          table: tableAt(folder, 'folder', kind, (await this.partitions(begun)).keys),
          told: kind === 'delta' ? { format: kind, folder } : undefined,
        };
      case 'iceberg?':
        return (await this.hasIcebergMetadata(`${folder}metadata/`))
          ? { table: tableAt(folder, 'folder', 'iceberg'), told: { format: 'iceberg', folder } }
          : undefined;
      case 'partitioned': {
        const { keys, told } = await this.partitions(begun);
        return told && { table: tableAt(folder, 'folder', told.format, keys), told };
      }
      case 'parts': {
        const told = tellingFile(begun);
        return { table: tableAt(folder, 'folder', told?.format ?? ''), told };
      }
      case 'place':
        return undefined;
    }
  }

  /** Follows the first partition down to its files. */
  private async partitions(
    begun: BegunFolder,
  ): Promise<{ keys: readonly string[]; told: TellingFile | undefined }> {
    const keys: string[] = [];
    let content: BegunFolder = begun;
    for (;;) {
      const folders = content.listing.flatMap((listing) => listing.folders);
      const first = folders.find((folder) => partitionKey(lastName(folder)) !== undefined);
      const key = first === undefined ? undefined : partitionKey(lastName(first));
      if (first === undefined || key === undefined || keys.length >= MOST_PARTITION_KEYS) break;
      keys.push(key);
      content = await this.begin(first);
    }
    return { keys, told: tellingFile(content) };
  }

  private async hasIcebergMetadata(folder: string): Promise<boolean> {
    return (await this.begin(folder)).files.some(isIcebergMetadata);
  }

  private async begin(folder: string): Promise<BegunFolder> {
    const listing: ObjectListing[] = [];
    let next: string | undefined;
    do {
      const answer = await this.visit.list(folder, next);
      listing.push(answer);
      next = answer.next;
    } while (next !== undefined && listing.length < ANSWERS_TO_KNOW);
    return {
      listing,
      next,
      folders: listing.flatMap(({ folders }) => folders.map(lastName)),
      files: listing.flatMap(({ files }) => files.map(({ name }) => lastName(name))),
    };
  }
}

/** The first file with rows that a folder holds; jobs leave empty ones behind as well. */
function tellingFile({ listing }: BegunFolder): TellingFile | undefined {
  const found = listing
    .flatMap(({ files }) => files)
    .flatMap((file) => {
      const format = shownFormat(lastName(file.name));
      return format === undefined ? [] : [{ format, file }];
    });
  return found.find(({ file }) => file.size !== 0) ?? found[0];
}

function shownFormat(name: string): string | undefined {
  return isHidden(name) ? undefined : dataFormat(name);
}

/** The last name of a path; of a folder too. */
function lastName(path: string): string {
  const parts = path.replace(/\/$/, '').split('/');
  return parts.at(-1) ?? '';
}
