import type { Connection } from 'tedious';

import type { ProbeContext } from '#connector-sdk/opening';

/** One value of a statement: always text or a whole number. */
export type Parameters = Readonly<Record<string, string | number | null>>;

/** Runs one fixed statement and answers its rows by the names of their columns. */
export type Query = <Row>(sql: string, parameters?: Parameters) => Promise<Row[]>;

/** The part of `tedious` that a statement needs; the driver is loaded by then. */
type Tedious = Pick<typeof import('tedious'), 'Request' | 'TYPES'>;

/** Statements of one connection, one at a time, each in the time that is left when it begins. */
export function querying(
  connection: Pick<Connection, 'execSql'>,
  { Request, TYPES }: Tedious,
  context: Pick<ProbeContext, 'remainingMs'>,
): Query {
  let last: Promise<unknown> = Promise.resolve();
  const run = <Row>(sql: string, parameters: Parameters) =>
    new Promise<Row[]>((resolve, reject) => {
      const request = new Request(sql, (error, _count, rows) => {
        if (error) reject(error);
        else resolve((rows as NamedColumns[]).map((row) => byName(row) as Row));
      });
      request.setTimeout(context.remainingMs());
      for (const [name, value] of Object.entries(parameters)) {
        request.addParameter(name, typeof value === 'number' ? TYPES.Int : TYPES.NVarChar, value);
      }
      connection.execSql(request);
    });
  return <Row>(sql: string, parameters: Parameters = {}) => {
    const rows = last.then(() => run<Row>(sql, parameters));
    last = rows.catch(() => undefined);
    return rows;
  };
}

/** A list of whole numbers as parameters of a statement. */
export function listed(numbers: readonly number[]): { readonly list: string; readonly values: Parameters } {
  const named = numbers.map((number, at) => [`n${at}`, number] as const);
  return { list: named.map(([name]) => `@${name}`).join(', '), values: Object.fromEntries(named) };
}

type NamedColumns = Readonly<Record<string, { readonly value: unknown }>>;

function byName(row: NamedColumns): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value]));
}
