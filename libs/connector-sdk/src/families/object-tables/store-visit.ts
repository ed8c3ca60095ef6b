import { classifyError } from '../../probe/classify-error.js';
import type { CheckCode } from '../../probe/codes.js';
import { ProbeError } from '../../probe/probe-error.js';
import type { ByteRange, ObjectContents } from './object-contents.js';
import type { ListObjects, ObjectFile, ObjectListing } from './object-listing.js';

const MOST_ANSWERS = 100_000;
/** Parts of files that are read; the tables after them have the columns alone that names tell. */
const MOST_READ = 50_000;
const TOO_MANY =
  'There are too many folders to list one by one. Name the ones to look at in schemas or include_tables, or give a prefix.';

/** What may be wrong with one file while the others can be read: it is archived, locked, just deleted, or a riddle. */
const OF_ONE_FILE: ReadonlySet<CheckCode> = new Set([
  'permission_denied',
  'bucket_not_found',
  'file_not_found',
  'file_invalid',
  'protocol_error',
  'unsupported_server',
  'driver_error',
]);

/** A part of a bucket. */
export interface ObjectStore {
  readonly list: ListObjects;
  /** Left out by a store that only lists: its tables have the columns alone that names tell. */
  readonly contents?: ObjectContents;
  /** What names begin with; empty for the whole bucket. */
  readonly prefix: string;
}

/** Reads parts of files; undefined for one that cannot be read. */
export type PartReader = Pick<StoreVisit, 'read'>;

/** What one walk through a store asks of it. */
export class StoreVisit {
  /** Whether a part could not be read that was asked for here. */
  missed = false;

  constructor(
    private readonly store: ObjectStore,
    private readonly asked = { listings: 0, parts: 0 },
  ) {}

  /** Listings so far. */
  get answers(): number {
    return this.asked.listings;
  }

  /** The same walk where it looks at one table: what is `missed` there is a part of that one. */
  atTable(): StoreVisit {
    return new StoreVisit(this.store, this.asked);
  }

  get reads(): boolean {
    return this.store.contents !== undefined;
  }

  /** @throws ProbeError `unsupported_server` for more answers than one discovery may ask for; the store's error */
  async list(folder: string, from?: string): Promise<ObjectListing> {
    this.asked.listings += 1;
    if (this.answers > MOST_ANSWERS)
      throw new ProbeError('unsupported_server', { step: 'list', hint: TOO_MANY });
    const listing = await this.store.list(folder, from);
    return { ...listing, files: listing.files.map(sized) };
  }

  /** Undefined for a file that cannot be read, and when enough was read. @throws the store's error where more is wrong than the file */
  async read(name: string, range: ByteRange): Promise<Uint8Array | undefined> {
    const { contents } = this.store;
    this.asked.parts += 1;
    if (this.asked.parts > MOST_READ) return this.miss();
    try {
      return await contents?.read(name, range);
    } catch (error) {
      if (OF_ONE_FILE.has(classifyError(error, contents?.classify).code)) return this.miss();
      throw error;
    }
  }

  private miss(): undefined {
    this.missed = true;
  }
}

/** Clients hand on as a size whatever stands in an answer, and all bounds of what is read go by it. */
function sized(file: ObjectFile): ObjectFile {
  const { name, size } = file;
  return size === undefined || (Number.isSafeInteger(size) && size >= 0) ? file : { name };
}
