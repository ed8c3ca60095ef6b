import { LONGEST_CATEGORY, type LookWishes, MOST_CATEGORIES } from '../../catalog/catalog.js';
import { type LookStatements, ROWS_FOR_CATEGORIES } from '../../catalog/look-at-table.js';
import { valuesTogether } from '../../catalog/values-together.js';
import type { TableName } from '../../probe/probe.js';
import { isStatementError } from './databricks-errors.js';

/** Runs a statement, and brings so many rows of its result at most. */
export type DatabricksQuery = (
  sql: string,
  limit: number,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Columns whose different values a warehouse gathers at the same time. */
const COLUMNS_AT_ONCE = 20;

/** How Databricks is asked about one table. */
export function databricksLook(
  query: DatabricksQuery,
  { catalog, schema, name }: TableName,
  wishes: LookWishes,
): LookStatements {
  const table = [catalog, schema, name]
    .filter((part) => part !== null)
    .map(quoted)
    .join('.');
  return {
    // Of a view it answers the view's definition. Passwords in the options of tables of other sources are left out by it.
    ddl: async () => {
      try {
        const [row] = await query(`show create table ${table}`, 1);
        const ddl = row?.['createtab_stmt'];
        return typeof ddl === 'string' ? ddl : null;
      } catch (error) {
        // Some kinds of tables have no definition, and who may read rows may not always read it.
        if (isStatementError(error)) return null;
        throw error;
      }
    },
    rows: (limit) => query(`select * from ${table} limit ${Math.trunc(limit)}`, limit),
    values: valuesTogether(wishes.categories, COLUMNS_AT_ONCE, async (columns) => {
      const own = columns.map(quoted);
      const lists = own.map((column, at) => {
        const text = `substr(cast(${column} as string), 1, ${LONGEST_CATEGORY + 1})`;
        return `to_json(slice(collect_set(${text}), 1, ${MOST_CATEGORIES + 1})) as v${at}`;
      });
      const [row] = await query(
        `select ${lists.join(', ')}
         from (select ${own.join(', ')} from ${table} limit ${ROWS_FOR_CATEGORIES})`,
        1,
      );
      return columns.map((_, at) => listOf(row?.[`v${at}`]));
    }),
  };
}

/** A name as Spark takes it (https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-identifiers). */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function listOf(cell: unknown): readonly unknown[] {
  const list: unknown = typeof cell === 'string' ? JSON.parse(cell) : cell;
  return Array.isArray(list) ? list : [];
}
