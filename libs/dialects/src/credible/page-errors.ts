import type { JsonObject } from '#connector-sdk';
import { DomainError, type FieldError } from '#platform/errors';
import { fieldName } from './blocks/field-name.js';
import type { TypeFace } from './type-table.js';

const FILTERS: Readonly<Record<string, string>> = {
  include_tables: 'includeTables',
  exclude_tables: 'excludeTables',
  exclude_all_tables: 'excludeAllTables',
};
/** The members of our bodies that the page says in its block. */
const IN_BLOCK = /^(?:payload|credential|transport)\b/;

/** An error of a body in the page's words; any other error as it is. */
export function inPageWords(error: unknown, face: TypeFace, block: JsonObject): unknown {
  if (!(error instanceof DomainError) || !error.details.errors) return error;
  const errors = error.details.errors.map((broken) => renamed(broken, face, block));
  const [only] = errors;
  const message = errors.length === 1 && only ? only.message : error.message;
  return new DomainError(error.kind, error.code, message, { ...error.details, errors });
}

function renamed(error: FieldError, face: TypeFace, block: JsonObject): FieldError {
  const path = pathOnPage(error.path, face, block);
  return { ...error, path, message: error.message.replaceAll(error.path, () => path) };
}

function pathOnPage(path: string, { member, block: fields }: TypeFace, block: JsonObject): string {
  const field = fieldName(fields, path, block);
  if (field !== undefined) return `${member}.${field}`;
  if (IN_BLOCK.test(path)) return member;
  const [head = ''] = path.split('[', 1);
  return FILTERS[head] === undefined ? path : path.replace(head, FILTERS[head]);
}
