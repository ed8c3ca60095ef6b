import type { CatalogFilter } from './catalog.js';

/** `schema.table`, or all tables of a schema. */
export interface TablePattern {
  readonly schema: string;
  /** Null for `*`. */
  readonly table: string | null;
}

const LONGEST_PATTERN = 600;
/** Dots of a pattern at which it is read; each reading takes two parameters of a statement. */
const MOST_READINGS = 8;
const WHOLE_SCHEMA = '.*';

/**
 * Reads `schema.table` or `schema.*`. Names may have dots themselves, and then a text has several readings: `a.b.c` is
 * the table `b.c` of the schema `a`, and the table `c` of the schema `a.b`.
 *
 * @returns no reading for any other text
 */
export function parseTablePattern(text: string): readonly TablePattern[] {
  if (text.length > LONGEST_PATTERN || text.includes('\0')) return [];
  const schema = text.slice(0, -WHOLE_SCHEMA.length);
  if (schema !== '' && text.endsWith(WHOLE_SCHEMA)) return [{ schema, table: null }];
  const parts = text.split('.');
  const readings = parts.slice(1).map((_, dot) => ({
    schema: parts.slice(0, dot + 1).join('.'),
    table: parts.slice(dot + 1).join('.'),
  }));
  return readings.filter((reading) => reading.schema && reading.table).slice(0, MOST_READINGS);
}

/** Whether a filter lets a table through: for sources without statements, which list and then choose. */
export function passesFilter(
  filter: CatalogFilter,
  { schema, name }: { readonly schema: string | null; readonly name: string },
): boolean {
  const fits = (pattern: TablePattern): boolean =>
    pattern.schema === (schema ?? '') && (pattern.table === null || pattern.table === name);
  const { schemas, include, exclude } = filter;
  if (schemas.length > 0 && !schemas.includes(schema ?? '')) return false;
  return (include.length === 0 || include.some(fits)) && !exclude.some(fits);
}

/** How one engine writes a filter. */
export interface FilterDialect {
  /** Expression for the schema's name. */
  readonly schema: string;
  /** Expression for the table's name. */
  readonly table: string;
  /** Takes a value and answers what stands for it in the statement: `$3` or `?`. */
  parameter(value: string): string;
}

/**
 * A filter as conditions of a statement, each value a parameter. Conditions are asked for in the order in which they
 * stand in the statement, so that `?` counts right.
 *
 * @returns ` and …`, or the empty text
 */
export function filterCondition(filter: CatalogFilter, dialect: FilterDialect): string {
  const { schemas, include, exclude } = filter;
  const list = (values: readonly string[]): string =>
    values.map((value) => dialect.parameter(value)).join(', ');
  const within = schemas.length > 0 ? ` and ${dialect.schema} in (${list(schemas)})` : '';
  const wanted = include.length > 0 ? ` and (${anyOf(include, dialect, list)})` : '';
  const unwanted = exclude.length > 0 ? ` and not (${anyOf(exclude, dialect, list)})` : '';
  return within + wanted + unwanted;
}

function anyOf(
  patterns: readonly TablePattern[],
  dialect: FilterDialect,
  list: (values: readonly string[]) => string,
): string {
  const whole = patterns.filter(({ table }) => table === null).map(({ schema }) => schema);
  const bySchema = new Map<string, string[]>();
  for (const { schema, table } of patterns) {
    if (table === null || whole.includes(schema)) continue;
    bySchema.set(schema, [...(bySchema.get(schema) ?? []), table]);
  }
  return [
    ...(whole.length > 0 ? [`${dialect.schema} in (${list(whole)})`] : []),
    ...[...bySchema].map(([schema, tables]) => {
      const own = dialect.parameter(schema);
      return `(${dialect.schema} = ${own} and ${dialect.table} in (${list(tables)}))`;
    }),
  ].join(' or ');
}

/** A filter that lets exactly these tables through, for a statement on the columns of a page. */
export function onlyTables(
  tables: readonly { readonly schema: string | null; readonly name: string }[],
): CatalogFilter {
  return {
    schemas: [],
    include: tables.map(({ schema, name }) => ({ schema: schema ?? '', table: name })),
    exclude: [],
  };
}

/** A filter that stays within the schema that the connection declares, unless it names others itself. */
export function withinOwnSchema(filter: CatalogFilter, own: string | undefined): CatalogFilter {
  const open = filter.schemas.length === 0 && filter.include.length === 0;
  return open && own !== undefined ? { ...filter, schemas: [own] } : filter;
}

/** The schemas that a filter lets through, for a source that lists one at a time; undefined where it leaves them open. */
export function namedSchemas({ schemas, include }: CatalogFilter): readonly string[] | undefined {
  if (schemas.length > 0) return schemas;
  return include.length > 0 ? [...new Set(include.map(({ schema }) => schema))] : undefined;
}
