import {
  LONGEST_CATEGORY,
  type LookStatements,
  type LookWishes,
  ProbeError,
  type TableName,
  valuesTogether,
} from '#connector-sdk/opening';

import { columnsOfTables, primaryKeyColumns } from './catalog.js';
import { columnType } from './column-type.js';
import type { Query } from './query.js';
import { objectStatement, viewTextStatement } from './statements.js';

/** Rows whose values are looked at: the server has no `top` within a statement, so they all come here. */
const ROWS_FOR_VALUES = 10_000;
/** Columns whose values one statement brings. */
const COLUMNS_AT_ONCE = 20;

/** How SAP ASE is asked about one table. It has definitions of views; those of tables are written here. */
export function sybaseLook(
  query: Query,
  { schema, name }: TableName,
  { categories }: LookWishes,
): LookStatements {
  const table = (): string => `${schema === null ? '' : `${asked(schema)}.`}${asked(name)}`;
  const plain = categories.filter((column) => PLAIN.test(column));
  const values = valuesTogether(plain, COLUMNS_AT_ONCE, async (columns) => {
    const texts = columns.map(
      (column, at) => `convert(varchar(${LONGEST_CATEGORY + 1}), ${asked(column)}) as v${at}`,
    );
    const rows = await query<Record<string, string | null>>(
      `select top ${ROWS_FOR_VALUES} ${texts.join(', ')} from ${table()}`,
    );
    return columns.map((_, at) => [...new Set(rows.flatMap((row) => row[`v${at}`] ?? []))]);
  });
  return {
    ddl: async () => {
      const [object] = await query<{ id: number | string; type: string }>(
        objectStatement(schema ?? '', name),
      );
      if (!object) throw new ProbeError('statement_refused', { hint: GONE });
      const id = String(object.id);
      if (object.type.trim() === 'V') return viewText(query, id);
      return tableDefinition(query, id, `${shown(schema ?? '')}.${shown(name)}`);
    },
    rows: (limit) => query(`select top ${Math.trunc(limit)} * from ${table()}`),
    values: async (column, limit) => (plain.includes(column) ? values(column, limit) : []),
  };
}

/** Null where the text was hidden (`sp_hidetext`), or the login may not read it. */
async function viewText(query: Query, id: string): Promise<string | null> {
  const parts = await query<{ part: string | null }>(viewTextStatement(id));
  const text = parts.map(({ part }) => part ?? '').join('');
  return text.trim() === '' ? null : text;
}

async function tableDefinition(query: Query, id: string, table: string): Promise<string> {
  const columns = await columnsOfTables(query, [id]);
  const lines = columns.map((column) => {
    const identity = Number(column.ident) === 0 ? '' : ' identity';
    const nulls = Number(column.nulls) === 0 ? 'not null' : 'null';
    return `${shown(column.name)} ${columnType(column).type}${identity} ${nulls}`;
  });
  const key = await primaryKeyColumns(query, [id]);
  if (key.length > 0) lines.push(`primary key (${key.map((column) => shown(column.name)).join(', ')})`);
  return `create table ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`;
}

/**
 * ASCII without brackets. There is no way to write the second bracket within brackets, and what a driver makes of other
 * characters on their way through character sets may be one.
 */
const PLAIN = /^[ -Z\\^-~]+$/;

/** A name within a statement (Transact-SQL User's Guide, Bracketed Identifiers). @throws ProbeError `statement_refused` */
function asked(name: string): string {
  if (!PLAIN.test(name)) throw new ProbeError('statement_refused', { hint: NOT_PLAIN });
  return shown(name);
}

/** A name in a text for people. */
function shown(name: string): string {
  return `[${name}]`;
}

const GONE = 'The database has no table or view of this name.';
const NOT_PLAIN =
  'The names of the table and its columns reach this type of source only in ASCII, and without [ and ].';
