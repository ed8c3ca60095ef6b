import { LONGEST_CATEGORY, LONGEST_VALUE } from '../../catalog/catalog.js';
import { type LookStatements, ROWS_FOR_CATEGORIES } from '../../catalog/look-at-table.js';
import type { TableName } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import type { Bridge } from './bridge.js';
import { columnsOf, type JdbcColumns } from './jdbc-columns.js';
import type { JdbcDriver } from './jdbc-driver.js';
import { placeOf, tableOf } from './jdbc-tables.js';

/** A name that needs no quotes, for an engine that has none. */
const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_$#]*$/u;

/** What a look needs besides the driver. */
export interface JdbcSession {
  readonly bridge: Pick<Bridge, 'ask'>;
  /** What the engine's names stand between (`getIdentifierQuoteString`); blank where it has no quotes. */
  readonly quote: string;
  /** Seconds that a statement may take. */
  secondsLeft(): number;
}

/** How any engine is asked about one table: JDBC limits the rows, for there is no word for it that all of them know. */
export function jdbcLook(
  { bridge, quote, secondsLeft }: JdbcSession,
  driver: JdbcDriver,
  table: TableName,
): LookStatements {
  const quoted = (name: string): string => quotedBetween(quote.trim(), name);
  const [catalog, schema] = placeOf(driver, table);
  // The connection stands in one catalog, and lists no other: with a schema, its name is none too many.
  const place = [schema || catalog, table.name].filter((part) => part !== '');
  const name = place.map(quoted).join('.');
  return {
    ddl: async () => {
      const [found] = await bridge.ask('tables', catalog, schema, table.name, '1');
      // No driver tells how a view was made.
      if (!found || tableOf(driver, found).kind !== 'table') return null;
      return definition(name, await columnsOf(bridge, driver, table), quoted);
    },
    rows: async (limit) => {
      const [names = [], ...rows] = await bridge.ask(
        ...['rows', `select * from ${name}`, String(limit), String(LONGEST_VALUE), String(secondsLeft())],
      );
      return rows.map((row) => Object.fromEntries(names.map((column, at) => [column, valueOf(row[at])])));
    },
    values: async (column, limit) => {
      const bounds = [ROWS_FOR_CATEGORIES, limit, LONGEST_CATEGORY, secondsLeft()].map(String);
      const rows = await bridge.ask('values', `select ${quoted(column)} from ${name}`, ...bounds);
      return rows.map(([value]) => ({ value }));
    },
  };
}

/** A table as standard SQL makes it (ISO/IEC 9075-2, section 11.3), of what `DatabaseMetaData` knows. */
function definition(
  name: string,
  { columns, primaryKey }: JdbcColumns,
  quoted: (name: string) => string,
): string | null {
  if (columns.length === 0) return null;
  const lines = columns.map(
    (column) => `${quoted(column.name)} ${column.type}${column.nullable === false ? ' NOT NULL' : ''}`,
  );
  if (primaryKey.length > 0) lines.push(`PRIMARY KEY (${primaryKey.map(quoted).join(', ')})`);
  return `CREATE TABLE ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`;
}

function quotedBetween(quote: string, name: string): string {
  if (quote !== '') return quote + name.replaceAll(quote, quote + quote) + quote;
  if (PLAIN_NAME.test(name)) return name;
  throw new ProbeError('statement_refused', {
    hint: 'This engine has no quotes for names, and the name of the table or of a column needs them.',
  });
}

function valueOf(cell: string | undefined): string | null {
  return cell ? cell.slice(1) : null;
}
