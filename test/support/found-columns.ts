import type { CatalogTable } from '#connector-sdk';

/** Names and types of columns, by the name of their table. */
export function columnsByTable(tables: readonly CatalogTable[]): Record<string, string[]> {
  return Object.fromEntries(
    tables.map(({ name, columns }) => [name, columns.map((column) => `${column.name} ${column.type}`)]),
  );
}
