import type { FieldError } from '#platform/errors';

/** Longest key that is shown whole. */
const KEY_SHOWN = 64;

/** The error of one rule at one place. */
export function errorAt(path: string, rule: { readonly name: string; readonly message: string }): FieldError {
  return { path, rule: rule.name, message: `${path} ${rule.message}.` };
}

/** A path one step down; a caller's key is cut and stripped of what would disturb a log or a screen. */
export function pathTo(path: string, key: string): string {
  const printable = key.slice(0, KEY_SHOWN).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\uFFFD');
  return `${path}.${printable}${key.length > KEY_SHOWN ? '…' : ''}`;
}
