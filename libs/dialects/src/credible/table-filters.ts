import type { JsonObject, JsonValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';

/** `schema.table` or `schema.*`, as the page has it. */
export const TABLE_PATTERN = /^[a-zA-Z0-9_-]+\.(?:[a-zA-Z0-9_-]+|\*)$/;

/** The page's members of which tables are found, by ours. */
const MEMBERS = {
  includeTables: 'include_tables',
  excludeTables: 'exclude_tables',
  excludeAllTables: 'exclude_all_tables',
} as const;

const LISTS = ['includeTables', 'excludeTables'] as const;
const FLAG = 'excludeAllTables';

/** The page's names of these members. */
export const FILTER_MEMBERS = Object.keys(MEMBERS);

/** A connection's filters, as our views have them. */
export interface TableFilters {
  readonly include_tables: readonly string[] | null;
  readonly exclude_tables: readonly string[] | null;
  readonly exclude_all_tables: boolean;
}

/** What is wrong with the members of a body that say which tables are found. */
export function checkTableFilters(body: JsonObject): FieldError[] {
  return [...LISTS.flatMap((path) => checkList(path, body[path])), ...checkFlag(body[FLAG])];
}

/** The same members in our terms. */
export function readTableFilters(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(MEMBERS).flatMap(([name, own]): [string, JsonValue][] =>
      body[name] === undefined ? [] : [[own, body[name]]],
    ),
  );
}

/** In the page's terms; null where it has no words for one of the patterns. */
export function writeTableFilters(filters: TableFilters): JsonObject | null {
  const { include_tables: includeTables, exclude_tables: excludeTables, exclude_all_tables: all } = filters;
  const patterns = [...(includeTables ?? []), ...(excludeTables ?? [])];
  if (!patterns.every((pattern) => TABLE_PATTERN.test(pattern))) return null;
  return { includeTables, excludeAllTables: all, excludeTables };
}

function checkList(path: string, value: JsonValue | undefined): FieldError[] {
  if (value == null) return [];
  if (!Array.isArray(value)) return [{ path, rule: 'type', message: `${path} must be a list or null.` }];
  return (value as JsonValue[]).flatMap((item, index) =>
    typeof item === 'string' && TABLE_PATTERN.test(item)
      ? []
      : [
          {
            path: `${path}[${index}]`,
            rule: 'pattern',
            message: `${path}[${index}] must be schema.table or schema.*.`,
          },
        ],
  );
}

function checkFlag(value: JsonValue | undefined): FieldError[] {
  if (value == null || typeof value === 'boolean') return [];
  return [{ path: FLAG, rule: 'type', message: `${FLAG} must be true or false.` }];
}
