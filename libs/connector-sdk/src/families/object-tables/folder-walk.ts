import type { CatalogTable } from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import { ProbeError } from '../../probe/probe-error.js';
import { dataFormat } from './data-format.js';
import { type FolderContent, folderKind, isHidden, isIcebergMetadata, partitionKey } from './folder-table.js';
import type { ListObjects, ObjectListing } from './object-listing.js';

/** Answers that are looked at to know what a folder is. */
const ANSWERS_TO_KNOW = 5;
const MOST_ANSWERS = 100_000;
const MOST_PARTITION_KEYS = 20;

const TOO_MANY =
  'There are too many folders to list one by one. Name the ones to look at in schemas or include_tables, or give a prefix.';

/** What is known of a folder that was begun to be listed. */
interface BegunFolder extends FolderContent {
  readonly listing: readonly ObjectListing[];
  /** Undefined when all of it is known. */
  readonly next: string | undefined;
}

/** Goes through folders one after the other; only what is on the way down is held. */
export class FolderWalk {
  /** Answers of the store so far. */
  answers = 0;

  constructor(private readonly list: ListObjects) {}

  /**
   * The tables in a folder and, as many levels down as said, in those beneath it; undefined now and then, when it has
   * looked without finding any.
   */
  async *tables(folder: string, levels: number): AsyncIterable<CatalogTable | undefined> {
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
      const listing: ObjectListing = await this.ask(folder, next);
      yield* this.within(folder, listing, levels);
      next = listing.next;
    }
  }

  /** A name that does not lie beneath the folder would lead in circles. */
  private async *within(
    parent: string,
    { folders, files }: ObjectListing,
    levels: number,
  ): AsyncIterable<CatalogTable | undefined> {
    for (const file of files.filter((name) => name.startsWith(parent))) {
      const name = lastName(file);
      const format = isHidden(name) ? undefined : dataFormat(name);
      if (format !== undefined) yield tableAt(file, 'file', format, []);
    }
    for (const folder of folders.filter((name) => name.startsWith(parent) && name !== parent)) {
      if (!isHidden(lastName(folder))) yield* this.tables(folder, levels - 1);
    }
  }

  private async tableOf(folder: string, begun: BegunFolder): Promise<CatalogTable | undefined> {
    const kind = folderKind(begun);
    switch (kind) {
      case 'delta':
      case 'hudi':
        return tableAt(folder, 'folder', kind, (await this.partitions(begun)).keys);
      case 'iceberg?':
        return (await this.hasIcebergMetadata(`${folder}metadata/`))
          ? tableAt(folder, 'folder', 'iceberg', [])
          : undefined;
      case 'partitioned': {
        const { keys, format } = await this.partitions(begun);
        return format === undefined ? undefined : tableAt(folder, 'folder', format, keys);
      }
      case 'parts':
        return tableAt(folder, 'folder', formatOf(begun) ?? '', []);
      case 'place':
        return undefined;
    }
  }

  /** Follows the first partition down to its files. */
  private async partitions(
    begun: BegunFolder,
  ): Promise<{ keys: readonly string[]; format: string | undefined }> {
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
    return { keys, format: formatOf(content) };
  }

  private async hasIcebergMetadata(folder: string): Promise<boolean> {
    return (await this.begin(folder)).files.some(isIcebergMetadata);
  }

  private async begin(folder: string): Promise<BegunFolder> {
    const listing: ObjectListing[] = [];
    let next: string | undefined;
    do {
      const answer = await this.ask(folder, next);
      listing.push(answer);
      next = answer.next;
    } while (next !== undefined && listing.length < ANSWERS_TO_KNOW);
    return {
      listing,
      next,
      folders: listing.flatMap(({ folders }) => folders.map(lastName)),
      files: listing.flatMap(({ files }) => files.map(lastName)),
    };
  }

  private async ask(folder: string, from: string | undefined): Promise<ObjectListing> {
    this.answers += 1;
    if (this.answers > MOST_ANSWERS)
      throw new ProbeError('unsupported_server', { step: 'list', hint: TOO_MANY });
    return this.list(folder, from);
  }
}

function formatOf({ files }: FolderContent): string | undefined {
  return files
    .filter((name) => !isHidden(name))
    .map(dataFormat)
    .find((format) => format !== undefined);
}

/** The last name of a path; of a folder too. */
function lastName(path: string): string {
  const parts = path.replace(/\/$/, '').split('/');
  return parts.at(-1) ?? '';
}

function tableAt(
  path: string,
  kind: 'file' | 'folder',
  format: string,
  partitions: readonly string[],
): CatalogTable {
  const whole = path.replace(/\/$/, '');
  const at = whole.lastIndexOf('/');
  return {
    catalog: null,
    schema: at < 0 ? null : whole.slice(0, at),
    name: whole.slice(at + 1),
    kind,
    comment: partitions.length === 0 ? format : `${format}, partitioned by ${partitions.join(', ')}`,
    rows: null,
    columns: partitions.map((name) => catalogColumn({ name, type: 'string', nullable: null })),
  };
}
