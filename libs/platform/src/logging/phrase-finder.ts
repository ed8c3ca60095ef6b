/** The shortest phrase, in UTF-16 code units; also the width of the window that is slid over a text. */
export const SHORTEST_PHRASE = 6;

/** Six characters of six bits and a bit more: what is shifted further has left the 32 bits of the hash. */
const SHIFT = 6;
const SLOT_BITS = 16;

/** Where a phrase stands in a text. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds any of some thousand phrases in a text in one pass, by a rolling hash over the first characters of each
 * (Rabin and Karp): a log line is looked through in about a microsecond, however many phrases there are.
 */
export class PhraseFinder {
  /** By the hash of its beginning: each phrase with the number of times that it was added. */
  readonly #byHash = new Map<number, Map<string, number>>();
  /** How many phrases begin with a hash of this slot: most positions of a text are settled by one look here. */
  readonly #slots = new Uint16Array(1 << SLOT_BITS);

  /** Adds a phrase, which must have at least `SHORTEST_PHRASE` code units. */
  add(phrase: string): void {
    const hash = hashOfBeginning(phrase);
    const phrases = this.#byHash.get(hash) ?? new Map<string, number>();
    phrases.set(phrase, (phrases.get(phrase) ?? 0) + 1);
    this.#byHash.set(hash, phrases);
    this.#countAt(hash, 1);
  }

  /** Takes one addition back. */
  remove(phrase: string): void {
    const hash = hashOfBeginning(phrase);
    const phrases = this.#byHash.get(hash);
    const count = phrases?.get(phrase);
    if (phrases === undefined || count === undefined) return;
    if (count > 1) phrases.set(phrase, count - 1);
    else phrases.delete(phrase);
    if (phrases.size === 0) this.#byHash.delete(hash);
    this.#countAt(hash, -1);
  }

  /** The first phrase at or behind a position; of several that begin there the longest. */
  find(text: string, from = 0): Found | undefined {
    const slots = this.#slots;
    const firstEnd = from + SHORTEST_PHRASE - 1;
    let hash = 0;
    for (let end = from; end < text.length; end += 1) {
      hash = next(hash, text.charCodeAt(end));
      if (slots[slotOf(hash)] === 0 || end < firstEnd) continue;
      const start = end - SHORTEST_PHRASE + 1;
      const length = this.#longestAt(hash, text, start);
      if (length > 0) return { start, end: start + length };
    }
    return undefined;
  }

  #longestAt(hash: number, text: string, start: number): number {
    let longest = 0;
    for (const phrase of this.#byHash.get(hash)?.keys() ?? []) {
      if (phrase.length > longest && text.startsWith(phrase, start)) longest = phrase.length;
    }
    return longest;
  }

  #countAt(hash: number, change: 1 | -1): void {
    const slot = slotOf(hash);
    this.#slots[slot] = (this.#slots[slot] ?? 0) + change;
  }
}

function next(hash: number, character: number): number {
  return ((hash << SHIFT) + character) | 0;
}

function hashOfBeginning(phrase: string): number {
  let hash = 0;
  for (let index = 0; index < SHORTEST_PHRASE; index += 1) hash = next(hash, phrase.charCodeAt(index));
  return hash;
}

function slotOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - SLOT_BITS);
}
