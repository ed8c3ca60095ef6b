import type { TextFormat } from './text-format.js';

/** True for a text of the form, of no more than its length. */
export function matchesFormat(format: TextFormat, value: string): boolean {
  return value.length <= format.max && new RegExp(format.pattern, 'u').test(value);
}
