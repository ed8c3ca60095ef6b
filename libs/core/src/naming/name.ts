import { type FieldError } from '#platform/errors';

const MAX_CHARACTERS = 255;
const CONTROL = /\p{Cc}/u;

/**
 * The form under which names are unique: Unicode NFC, case-folded, without outer white space.
 *
 * @remarks There and back folds what one step leaves: `ẞ` has a lower case alone, `ß` only an upper one (`SS`).
 */
export function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** A name as it is stored: its outer white space is gone. */
export function trimmedName(name: string): string {
  return name.trim();
}

/** The broken rules of a name: 1 to 255 characters after trimming, no control characters. */
export function checkName(path: string, value: unknown): FieldError[] {
  if (value === undefined || value === null) {
    return [{ path, rule: 'required', message: `${path} is required.` }];
  }
  if (typeof value !== 'string') return [{ path, rule: 'string', message: `${path} must be a text.` }];
  const length = [...value.trim()].length;
  if (length < 1 || length > MAX_CHARACTERS) {
    return [{ path, rule: 'length', message: `${path} must have 1 to ${MAX_CHARACTERS} characters.` }];
  }
  if (CONTROL.test(value.trim()) || !value.isWellFormed()) {
    return [{ path, rule: 'characters', message: `${path} must not contain control characters.` }];
  }
  return [];
}

const PROJECT_NAME = /^[a-zA-Z0-9_-]+$/;

/** The broken rules of a project's name: it stands in other contracts' paths. */
export function checkProjectName(path: string, value: unknown): FieldError[] {
  const errors = checkName(path, value);
  if (errors.length > 0) return errors;
  if (PROJECT_NAME.test(value as string)) return [];
  return [{ path, rule: 'pattern', message: `${path} may contain letters, digits, "_" and "-" only.` }];
}
