/** One environment variable: all that is said of it is said here, for the loader and for the documents. */
export interface Setting<T> {
  readonly variable: string;
  /** One sentence or two, as they stand in the README's table and in `.env.example`. */
  readonly description: string;
  /** What an unset variable means, as text that `parse` takes. Absent: the property is undefined when unset. */
  readonly fallback?: string;
  /** What `.env.example` shows; a password in it is a placeholder in angle brackets. */
  readonly example?: string;
  /** Its value must never be shown. */
  readonly secret?: boolean;
  /** @throws Expected when the text is not of the form; the message never holds the text */
  readonly parse: (text: string) => T;
}

/** A variable whose property is always set, because an unset one has a meaning. */
export type SettingWithFallback<T> = Setting<T> & { readonly fallback: string };

/** A setting's declaration, with its type inferred and its fallback remembered. */
export function withFallback<T>(setting: SettingWithFallback<T>): SettingWithFallback<T> {
  return setting;
}

/** A setting that may be absent. */
export function optional<T>(setting: Omit<Setting<T>, 'fallback'>): Setting<T> {
  return setting;
}
