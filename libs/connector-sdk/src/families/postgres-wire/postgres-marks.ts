import { randomUUID } from 'node:crypto';

import type { CatalogFilter, TableMark } from '../../catalog/catalog.js';
import { filterCondition } from '../../catalog/table-patterns.js';
import { COLUMN_CHANGES, MARKS_BASIS, MAY_KNOW_HISTORY, tableMark } from './mark-statements.js';
import { READABLE_TABLES } from './postgres-tables.js';
import type { RowQuery } from './row-query.js';

const CURSOR = 'patchbay_marks';

/**
 * What all marks of a visit begin with. Where the server does not tell its history, it is never the same twice, and so
 * everything counts as changed.
 */
export async function marksBasis(query: RowQuery): Promise<string> {
  const [right] = await query<{ allowed: boolean }>(MAY_KNOW_HISTORY, []);
  if (!right?.allowed) return randomUUID();
  const [row] = await query<{ basis: string }>(MARKS_BASIS, []);
  return row!.basis;
}

/** The marks of all tables that the filter lets through, by a cursor: to page by a key would read much of it again. */
export async function* postgresMarks(
  query: RowQuery,
  basis: string,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly TableMark[]> {
  const values: unknown[] = [basis];
  const condition = filterCondition(filter, {
    schema: 'n.nspname',
    table: 'c.relname',
    parameter: (value) => `$${values.push(value)}`,
  });
  await query('begin read only', []);
  await query(`declare ${CURSOR} no scroll cursor for ${marksStatement(condition)}`, values);
  for (;;) {
    const marks = await query<TableMark>(`fetch ${pageSize} from ${CURSOR}`, []);
    if (marks.length > 0) yield marks;
    if (marks.length < pageSize) break;
  }
  await query('commit', []);
}

function marksStatement(condition: string): string {
  const changes = `select ${COLUMN_CHANGES} from (select *, a.xmin as changed from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0) a`;
  return `select null as catalog, c.schema, c.name, c.oid::text as key, ${tableMark('$1', `(${changes})`)} as mark
    from (select c.oid, c.xmin as changed, n.xmin as schema_changed, n.nspname as schema, c.relname as name
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where ${READABLE_TABLES}${condition}) c`;
}
