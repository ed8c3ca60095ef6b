import { type LookStatements, ROWS_FOR_CATEGORIES } from '../../../catalog/look-at-table.js';

/** Rows that a file begins with. */
export interface KnownRows {
  readonly count: number;
  /** True where no row comes after them. */
  readonly all: boolean;
  row(at: number): Readonly<Record<string, unknown>>;
  value(at: number, column: string): unknown;
}

/**
 * Answers of rows that are known. Values of a column are told of all rows or of as many as a database is asked for: few rows
 * of many would make an order number look like a category.
 *
 * @param rows - asked for at most once
 */
export function lookAtRows(rows: () => Promise<KnownRows | undefined>): LookStatements {
  let asked: Promise<KnownRows | undefined> | undefined;
  const known = () => (asked ??= rows());
  return {
    rows: async (limit) => {
      const found = await known();
      return found ? Array.from({ length: Math.min(limit, found.count) }, (_, at) => found.row(at)) : [];
    },
    values: async (column, limit) => {
      const found = await known();
      if (!found || !(found.all || found.count >= ROWS_FOR_CATEGORIES)) return [];
      const values = new Set<unknown>();
      for (let at = 0; at < found.count && values.size < limit; at += 1) {
        const value = found.value(at, column);
        if (value !== null && value !== undefined) values.add(value);
      }
      return [...values].map((value) => ({ value }));
    },
  };
}
