import type { ErrorClassifier } from '../../probe/probe-error.js';

/** Bytes `from` to, and without, `to`; `to` is greater. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What reads parts of files. */
export interface ObjectContents {
  /**
   * Answers at most as many bytes as the range has, whatever the store sends; fewer where the file ends before.
   *
   * @throws the store's error
   */
  read(name: string, range: ByteRange): Promise<Uint8Array>;
  /** Tells an error about one file from one of the connection. */
  readonly classify: ErrorClassifier;
}

/** The beginning of a body. One with more is closed; one without is read to its end, so that its connection can be used again. */
export async function firstBytes(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    // Also where the range was none, and nothing is more than its length.
    if (!(length <= most)) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
