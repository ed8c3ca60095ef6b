import { type FieldError, DomainError } from '#platform/errors';

const MAX_CHARACTERS = 512;
const SEGMENT = '(?!\\.{1,2}(?:/|$))(?!\\.\\.)[A-Za-z0-9._-]+(?: +[A-Za-z0-9._-]+)*';

/** Source of the anchored regular expression of a path in the upload area. */
export const FILE_PATH_PATTERN = `^${SEGMENT}(?:/${SEGMENT})*$`;
export const MAX_FILE_PATH = MAX_CHARACTERS;

const PATH = new RegExp(FILE_PATH_PATTERN);
const MEANS =
  'must be names of letters, digits, ".", "_", "-" and inner spaces, with "/" between them, none of which begins with ".."';

/**
 * The broken rules of the path of a file. There is one spelling of each path, so none can lead out of the area, or
 * mean the file that another one names.
 *
 * @param field - where the path stands: `path` of an address, or a member of a body
 */
export function checkFilePath(field: string, path: string): FieldError[] {
  if (path === '') return [{ path: field, rule: 'required', message: `${field} is required.` }];
  if (path.length > MAX_CHARACTERS) {
    const message = `${field} must have at most ${MAX_CHARACTERS} characters.`;
    return [{ path: field, rule: 'max_length', message }];
  }
  return PATH.test(path) ? [] : [{ path: field, rule: 'format', message: `${field} ${MEANS}.` }];
}

/** Refuses the path of an address. @throws DomainError `malformed`/`path_malformed` */
export function requireFilePath(path: string): void {
  const errors = checkFilePath('path', path);
  if (errors.length > 0) throw new DomainError('malformed', 'path_malformed', errors[0]!.message, { errors });
}
