import { createHash } from 'node:crypto';
import { canonicalJson, type CatalogColumn, type CatalogTable, type JsonValue } from '#connector-sdk';

export const CATALOG_CHANGES = [
  'table_added',
  'table_removed',
  'column_added',
  'column_removed',
  'column_changed',
] as const;

/** How a catalog differs from what it was. */
export interface CatalogChange {
  readonly change: (typeof CATALOG_CHANGES)[number];
  /** Null for a table. */
  readonly column: string | null;
  /** True when what read the table before may not be able to any more. */
  readonly breaking: boolean;
  readonly before: object | null;
  readonly after: object | null;
}

const HASH_BYTES = 16;

/**
 * A digest of everything of a table that is stored: the same digest, nothing to write. Row estimates do not count.
 *
 * @param columns - the table's columns as JSON
 */
export function contentHash({ kind, comment }: CatalogTable, columns: string): Buffer {
  const text = `[${JSON.stringify(kind)},${JSON.stringify(comment)},${columns}]`;
  return createHash('sha256').update(text).digest().subarray(0, HASH_BYTES);
}

/** How the columns of one table changed. Another order or comment is no break; another type is. */
export function columnChanges(
  before: readonly CatalogColumn[],
  after: readonly CatalogColumn[],
): CatalogChange[] {
  const known = new Map(before.map((column) => [column.name, column]));
  const changes: CatalogChange[] = [];
  for (const column of after) {
    const old = known.get(column.name);
    known.delete(column.name);
    if (!old) {
      changes.push({
        change: 'column_added',
        column: column.name,
        breaking: false,
        before: null,
        after: column,
      });
    } else if (canonicalJson(old as unknown as JsonValue) !== canonicalJson(column as unknown as JsonValue)) {
      const breaking = old.type !== column.type;
      changes.push({ change: 'column_changed', column: column.name, breaking, before: old, after: column });
    }
  }
  for (const [name, old] of known) {
    changes.push({ change: 'column_removed', column: name, breaking: true, before: old, after: null });
  }
  return changes;
}
