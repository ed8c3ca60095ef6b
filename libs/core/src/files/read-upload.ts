import { createHash } from 'node:crypto';
import { ConnectorRegistry } from '#connector-sdk';
import { invalidField } from '#platform/errors';
import { CHUNK_BYTES, MAX_DATABASE_BYTES, MAX_FILE_BYTES, fileTooLarge } from './file-limits.js';
import { chunksOf } from './chunks-of.js';

/** What is being uploaded. */
export interface Upload {
  readonly content: AsyncIterable<Buffer>;
  /** Bytes that are announced; null where nobody says. */
  readonly announced: number | null;
}

/** What is known of a content once all of it was read. */
export interface ReadContent {
  readonly chunks: number;
  readonly size: number;
  readonly digest: string;
  readonly sourceType: string | null;
}

/**
 * Reads an upload in parts.
 *
 * @param keep - takes a part, and whether it is the last one, while the next is read and none after that
 * @throws DomainError `too_large` as soon as it is known; `invalid` for an empty one
 */
export async function readUpload(
  { content, announced }: Upload,
  registry: ConnectorRegistry,
  keep: (number: number, last: boolean, bytes: Buffer) => Promise<void>,
): Promise<ReadContent> {
  const hash = createHash('sha256');
  let sourceType: string | null = null;
  let most = MAX_DATABASE_BYTES;
  let size = 0;
  let chunks = 0;
  let held: Buffer | null = null;
  let kept = Promise.resolve();
  if (announced !== null && announced > most) throw fileTooLarge(most);
  for await (const bytes of chunksOf(content, CHUNK_BYTES)) {
    if (held === null) {
      sourceType = registry.typeOfFile(bytes);
      most = sourceType === null ? MAX_FILE_BYTES : MAX_DATABASE_BYTES;
    } else {
      await kept;
      kept = keep(++chunks, false, held);
      // It is waited for below; an error of the sender may come first.
      kept.catch(() => undefined);
    }
    size += bytes.length;
    if (Math.max(size, announced ?? 0) > most) throw fileTooLarge(most);
    hash.update(bytes);
    held = bytes;
  }
  if (held === null) throw invalidField('body', 'empty', 'The file must not be empty.');
  await kept;
  await keep(++chunks, true, held);
  return { chunks, size, digest: hash.digest('hex'), sourceType };
}
