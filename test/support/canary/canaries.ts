import { randomBytes } from 'node:crypto';

const LETTERS = 16;
const CONTEXT_BYTES = 60;

/** A place where a canary was found, and how it was written there. */
export interface Trace {
  readonly where: string;
  readonly form: string;
  readonly around: string;
}

/**
 * Secrets that no two fields share, and that one search finds all together: each begins with the same random
 * letters, and ends with its own number.
 */
export class Canaries {
  /** Letters only, so that no encoding of JSON, URLs or SQL changes them. */
  private readonly mark = lettersOf(randomBytes(LETTERS));
  private readonly forms = new Map<string, string>();
  private count = 0;

  constructor() {
    this.watch('plain', this.mark);
  }

  /** A new secret. `suffix` is for characters that formats escape. */
  next(suffix = ''): string {
    this.count += 1;
    return `${this.mark}x${this.count}${suffix}`;
  }

  /** How many were made. */
  get made(): number {
    return this.count;
  }

  /** Looks for a further text, in all its encodings: an API key, a token. */
  watch(name: string, text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    const hex = bytes.toString('hex');
    this.forms.set(`${name}`, text);
    this.forms.set(`${name} as hex`, hex);
    this.forms.set(`${name} as HEX`, hex.toUpperCase());
    this.forms.set(`${name} as UTF-16`, bytes.toString('latin1').split('').join('\0'));
    for (const offset of [0, 1, 2]) {
      for (const alphabet of ['base64', 'base64url'] as const)
        this.forms.set(`${name} as ${alphabet} at ${offset}`, middleOf(bytes, offset, alphabet));
    }
  }

  /** Where any of them stands in the bytes. */
  tracesIn(where: string, content: Buffer | string): Trace[] {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    return [...this.forms].flatMap(([form, text]) => {
      const at = bytes.indexOf(text, 0, 'latin1');
      if (at === -1) return [];
      const around = bytes.subarray(Math.max(0, at - CONTEXT_BYTES), at + text.length + CONTEXT_BYTES);
      return [{ where, form, around: around.toString('latin1') }];
    });
  }
}

/** What stays the same of a text's base64 whatever stands before and behind it. */
function middleOf(bytes: Buffer, offset: number, alphabet: 'base64' | 'base64url'): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = padded.length - (padded.length % 3);
  return padded
    .subarray(0, whole)
    .toString(alphabet)
    .slice(offset === 0 ? 0 : 4);
}

function lettersOf(bytes: Buffer): string {
  return [...bytes].map((byte) => String.fromCharCode((byte % 2 ? 97 : 65) + ((byte >> 1) % 26))).join('');
}
