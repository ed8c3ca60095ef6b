import {
  LONGEST_CATEGORY,
  LONGEST_VALUE,
  type LookWishes,
  MOST_CATEGORIES,
  type TableLook,
} from './catalog.js';

type Row = Readonly<Record<string, unknown>>;

/** How an engine is asked about one table; every identifier in the statements is quoted by the engine's own rules. */
export interface LookStatements {
  /** The statement that makes the table, as the engine writes it. */
  ddl?(): Promise<string | null>;
  /** The first rows, in whatever order comes cheapest. */
  rows(limit: number): Promise<readonly Row[]>;
  /** Different values of a column that are not null, as `value`, among the first {@link ROWS_FOR_CATEGORIES} rows. */
  values(column: string, limit: number): Promise<readonly Row[]>;
}

/** Rows among which values are looked for: a table may be too large to read for that. */
export const ROWS_FOR_CATEGORIES = 100_000;

/** Looks at one table closely. */
export async function lookAtTable(statements: LookStatements, wishes: LookWishes): Promise<TableLook> {
  const ddl = (await statements.ddl?.()) ?? null;
  const rows = wishes.rows > 0 ? await statements.rows(wishes.rows) : [];
  const categories: [column: string, values: readonly string[]][] = [];
  for (const column of wishes.categories) {
    const values = (await statements.values(column, MOST_CATEGORIES + 1)).map(
      ({ value }) => shown(value) ?? '',
    );
    const few = values.length >= 1 && values.length <= MOST_CATEGORIES;
    if (few && values.every((value) => value.length <= LONGEST_CATEGORY))
      categories.push([column, values.sort()]);
  }
  return { ddl, rows: rows.map(cells), categories: Object.fromEntries(categories) };
}

function cells(row: Row): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, shown(value)?.slice(0, LONGEST_VALUE) ?? null]),
  );
}

/** A value as a person would write it down; of bytes, how many there are. */
function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (typeof value === 'object') return JSON.stringify(value, (_, inner: unknown) => plain(inner));
  return String(plain(value));
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
