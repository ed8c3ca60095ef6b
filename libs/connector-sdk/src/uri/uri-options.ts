import { decodeOption } from './percent.js';
import { UriError } from './uri-error.js';

/**
 * The options of a URI. Each must be taken by name: what nobody asked for is an error that names it, for an
 * option that a driver understands and we do not could change where the password goes.
 */
export class UriOptions {
  private readonly left: Map<string, string>;

  private constructor(options: Map<string, string>) {
    this.left = options;
  }

  /**
   * @param query - without the question mark
   * @throws UriError `option` for one that occurs twice, `encoding`
   */
  static of(query: string): UriOptions {
    const options = new Map<string, string>();
    for (const pair of query.split('&').filter((text) => text !== '')) {
      const equals = pair.indexOf('=');
      const name = decodeOption(equals < 0 ? pair : pair.slice(0, equals), 'options');
      if (options.has(name)) throw optionError(name, 'occurs twice');
      options.set(name, decodeOption(equals < 0 ? '' : pair.slice(equals + 1), 'options'));
    }
    return new UriOptions(options);
  }

  /** The option's value; it counts as understood. An empty one is as good as none. */
  take(name: string): string | undefined {
    const value = this.left.get(name);
    this.left.delete(name);
    return value === '' ? undefined : value;
  }

  /** The option's value, which must be one of a few. @throws UriError `option` */
  takeOneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const choice = choices.find((one) => one === value.toLowerCase());
    if (choice === undefined) throw optionError(name, `must be one of ${choices.join(', ')}`);
    return choice;
  }

  /** Leaves out what is known and has no bearing on the connection. */
  ignore(names: readonly string[]): void {
    for (const name of names) this.left.delete(name);
  }

  /** @throws UriError `option` that names the first one which nobody took */
  finish(): void {
    const [name] = this.left.keys();
    if (name !== undefined) throw optionError(name, 'is not accepted');
  }
}

/** The error of one option. What does not look like a name may be a piece of a password, and is not shown. */
export function optionError(name: string, what: string): UriError {
  const plain = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name);
  return new UriError(
    'option',
    plain ? name : 'options',
    plain ? `The option ${name} ${what}.` : `An option ${what}.`,
  );
}
