/**
 * The same bytes in parts of one size; the last may be shorter. At most two parts are held at once.
 *
 * @param size - bytes
 */
export async function* chunksOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  for await (let piece of source) {
    while (held + piece.length >= size) {
      const taken = size - held;
      yield Buffer.concat([...pending, piece.subarray(0, taken)]);
      piece = piece.subarray(taken);
      pending = [];
      held = 0;
    }
    if (piece.length === 0) continue;
    pending.push(piece);
    held += piece.length;
  }
  if (held > 0) yield Buffer.concat(pending);
}
