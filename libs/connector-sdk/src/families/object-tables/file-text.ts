import type { ObjectFile } from './object-listing.js';
import type { PartReader } from './store-visit.js';

/** Bytes of a text that tell its columns. */
export const MOST_TEXT = 64 * 1024;

/** The beginning of a file, or all of it. */
export interface FileText {
  readonly text: string;
  /** False where more comes after the text. */
  readonly whole: boolean;
}

/**
 * The text that a file begins with.
 *
 * @param most - bytes that are read
 * @returns undefined for a file that cannot be read
 * @throws the store's error where more is wrong than the file
 */
export async function fileText(
  { name, size }: ObjectFile,
  most: number,
  reader: PartReader,
): Promise<FileText | undefined> {
  const bytes = await reader.read(name, { from: 0, to: Math.min(size ?? most, most) });
  if (!bytes) return undefined;
  const whole = size === undefined ? bytes.length < most : bytes.length >= size;
  // A character that is cut at the end is left out.
  return { text: new TextDecoder().decode(bytes, { stream: true }), whole };
}
