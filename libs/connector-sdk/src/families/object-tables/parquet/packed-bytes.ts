/** Bytes that are read one after the other, with packed bits among them, the least significant ones first. */
export class PackedBytes {
  /** How many bytes were read. */
  at = 0;

  constructor(protected readonly bytes: Uint8Array) {}

  /**
   * So many bits, 32 at most, from the one at `first`, which is counted from here; nothing counts as read.
   *
   * @throws RangeError where the bytes end before
   */
  bits(first: number, width: number): number {
    let value = 0;
    for (let got = 0; got < width;) {
      const bit = first + got;
      const taken = Math.min(8 - (bit % 8), width - got);
      const part = (this.byte(this.at + Math.floor(bit / 8)) >> (bit % 8)) & ((1 << taken) - 1);
      value += part * 2 ** got;
      got += taken;
    }
    return value;
  }

  /** The next byte. @throws RangeError at the end */
  next(): number {
    const found = this.byte(this.at);
    this.at += 1;
    return found;
  }

  private byte(at: number): number {
    const found = this.bytes[at];
    if (found === undefined) throw new RangeError();
    return found;
  }
}
