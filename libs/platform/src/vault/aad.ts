/** One part of what a ciphertext is bound to. */
export type AadPart = string | number;

/**
 * Additional authenticated data: every part with its length in front, so that no two lists of parts give
 * the same bytes (`ab|c` and `a|bc` differ).
 */
export function aad(parts: readonly AadPart[]): Buffer {
  const buffers: Buffer[] = [];
  for (const part of parts) {
    const bytes = Buffer.from(String(part), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    buffers.push(length, bytes);
  }
  return Buffer.concat(buffers);
}
