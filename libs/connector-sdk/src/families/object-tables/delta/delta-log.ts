import { wholeFolder } from '../columns/whole-folder.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { type DeltaCheckpoint, newestCheckpoint } from './delta-checkpoint.js';

const COMMIT = /(?:^|\/)(\d{20})\.json$/;
/** Commits that are looked at: a writer makes a checkpoint of every tenth, or of every hundredth. */
const MOST_COMMITS = 100;
const MOST_COMMIT_BYTES = 4 * 1024 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;

interface Commit {
  readonly version: number;
  readonly file: ObjectFile;
}

/** Goes through the log of a Delta table from the newest commit to the oldest. */
export class DeltaLog {
  readonly checkpoint: DeltaCheckpoint | undefined;
  private readonly commits: readonly Commit[];
  /** The version that comes next; undefined before the first. */
  private next: number | undefined;
  private bytes = 0;
  private broken = false;

  private constructor(
    files: readonly ObjectFile[],
    private readonly visit: StoreVisit,
  ) {
    this.checkpoint = newestCheckpoint(files);
    this.commits = newestCommits(files);
  }

  /** @param folder - of the table, with a slash at its end @throws the store's error */
  static async of(folder: string, visit: StoreVisit): Promise<DeltaLog> {
    return new DeltaLog((await wholeFolder(`${folder}_delta_log/`, visit)) ?? [], visit);
  }

  /** True where all commits that are newer than the checkpoint, or all that there ever were, have been seen. */
  get reached(): boolean {
    const version = this.checkpoint?.version ?? -1;
    return !this.broken && (this.next ?? version) === version && (this.checkpoint ?? this.next) !== undefined;
  }

  /**
   * The commits after the checkpoint, as they are written. One that is not there or cannot be looked through ends them, for
   * it might say anything.
   */
  later(): AsyncIterable<string> {
    const version = this.checkpoint?.version ?? -1;
    return this.texts(this.commits.filter((commit) => commit.version > version));
  }

  /** What the checkpoint was made of, as far as it is still there; asked for after the later ones. */
  earlier(): AsyncIterable<string> {
    const version = this.checkpoint?.version ?? -1;
    return this.texts(this.commits.filter((commit) => commit.version <= version));
  }

  private async *texts(commits: readonly Commit[]): AsyncIterable<string> {
    for (const { version, file } of commits) {
      const { name, size = MOST_COMMIT_BYTES } = file;
      this.bytes += size;
      const readable = size <= MOST_COMMIT_BYTES && this.bytes <= MOST_BYTES;
      this.broken ||= !readable || version !== (this.next ?? version);
      const commit = this.broken
        ? undefined
        : await this.visit.read(name, { from: 0, to: Math.max(size, 1) });
      if (!commit) {
        this.broken = true;
        return;
      }
      this.next = version - 1;
      yield Buffer.from(commit).toString('utf8');
    }
  }
}

/** The newest first. */
function newestCommits(files: readonly ObjectFile[]): Commit[] {
  return files
    .flatMap((file): Commit[] => {
      const version = COMMIT.exec(file.name)?.[1];
      return version === undefined ? [] : [{ version: Number(version), file }];
    })
    .sort((one, other) => other.version - one.version)
    .slice(0, MOST_COMMITS);
}
