import { DomainError } from '#platform/errors';

/** Bytes of one mebibyte. */
export const MEBIBYTE = 1024 * 1024;

/** Key files, certificates, keytabs and the like. */
export const MAX_FILE_BYTES = 5 * MEBIBYTE;

/** Files that hold a whole database. */
export const MAX_DATABASE_BYTES = 100 * MEBIBYTE;

/** What is sealed in one piece: nobody holds more than two of them of one file. */
export const CHUNK_BYTES = MEBIBYTE;

/** What a file of so many bytes counts of the quota. */
export function mebibytesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / MEBIBYTE));
}

/** `too_large`/`file_too_large`. */
export function fileTooLarge(most: number): DomainError {
  const message = `A file may have ${MAX_FILE_BYTES / MEBIBYTE} MiB, and ${MAX_DATABASE_BYTES / MEBIBYTE} MiB when it is a database of a known type.`;
  return new DomainError('too_large', 'file_too_large', message, { max_bytes: most });
}
