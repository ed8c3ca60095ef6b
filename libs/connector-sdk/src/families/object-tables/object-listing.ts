/** A file as a listing names it. */
export interface ObjectFile {
  /** From the bucket's root. */
  readonly name: string;
  /** Bytes; undefined where the store does not say. */
  readonly size?: number | undefined;
}

/** One answer of an object store: what lies directly in a folder. Names are whole, from the bucket's root. */
export interface ObjectListing {
  /** Each ends with a slash. */
  readonly folders: readonly string[];
  readonly files: readonly ObjectFile[];
  /** What the next answer begins at; undefined for the last one, and an answer may be empty without being it. */
  readonly next: string | undefined;
}

/** Lists what lies beneath a prefix, as far as the next slash. */
export type ListObjects = (prefix: string, from?: string) => Promise<ObjectListing>;
