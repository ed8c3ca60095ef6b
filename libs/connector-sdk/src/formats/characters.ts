/** No control character (C0, DEL, C1) and no half of a surrogate pair, which PostgreSQL's jsonb refuses. */
export const SINGLE_LINE = '^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]*$';

/** As {@link SINGLE_LINE}, with tabs and line ends: PEM and the like. */
export const MULTI_LINE = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ud800-\\udfff]*$';

/** Anything but NUL and halves of surrogate pairs: a password may hold what it likes. */
export const ANY_CHARACTER = '^[^\\u0000\\ud800-\\udfff]*$';

/** What user interfaces show in place of a secret: stars, bullets, blocks. */
export const MASK = '^\\s*[*\\u00b7\\u2022\\u2219\\u2588\\u25aa\\u25cf\\u26ab]+\\s*$';

/** Characters as JSON Schema's `maxLength` counts them: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** True when the text has at most `max` characters; does not count a text that is hopelessly long. */
export function fits(text: string, max: number): boolean {
  if (text.length <= max) return true;
  return text.length <= 2 * max && lengthOf(text) <= max;
}
