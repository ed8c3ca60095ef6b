import { LRUCache } from 'lru-cache';
import { PhraseFinder, SHORTEST_PHRASE } from './phrase-finder.js';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

const MOST_SECRETS = 2000;
const MOST_CHARACTERS = 4_000_000;

/**
 * The plaintexts that this process has lately held, so that no text leaves it with one of them inside, whatever
 * driver or library wrote that text. Bounded: the secrets unused for the longest time are forgotten first.
 */
export class SecretRegistry {
  readonly #finder = new PhraseFinder();
  readonly #formsBySecret = new LRUCache<string, readonly string[]>({
    max: MOST_SECRETS,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (forms) => forms.reduce((sum, form) => sum + form.length, 0),
    dispose: (forms) => forms.forEach((form) => this.#finder.remove(form)),
  });

  /**
   * Keeps a secret in mind. One of fewer than 6 characters, or of more than 4,000,000, is not kept: the first
   * would be found in innocent words everywhere.
   */
  remember(secret: string): void {
    const core = secret.trim();
    if (core.length < SHORTEST_PHRASE || this.#formsBySecret.get(core) !== undefined) return;
    const forms = formsOf(core);
    this.#formsBySecret.set(core, forms);
    if (this.#formsBySecret.has(core)) forms.forEach((form) => this.#finder.add(form));
  }

  /** True when a remembered secret stands in the text, plain or escaped. */
  appearsIn(text: string): boolean {
    return this.#finder.find(text) !== undefined;
  }

  /** The text with `[redacted]` in the place of each remembered secret; the same text when there is none. */
  redact(text: string): string {
    const parts: string[] = [];
    let done = 0;
    for (let found = this.#finder.find(text); found; found = this.#finder.find(text, done)) {
      parts.push(text.slice(done, found.start), REDACTED);
      done = found.end;
    }
    return done === 0 ? text : parts.join('') + text.slice(done);
  }
}

/** As it is; as JSON inside a text, and inside such a text within JSON; as part of a URL and of a form. */
function formsOf(secret: string): readonly string[] {
  const inJson = insideJson(secret);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  return [
    ...new Set([secret, inJson, insideJson(inJson), encodeURIComponent(secret.toWellFormed()), inForm]),
  ];
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
