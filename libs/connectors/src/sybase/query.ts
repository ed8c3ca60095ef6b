import type { OdbcConnection } from './odbc.js';

/** Runs one fixed statement and answers its rows by the names of their columns. */
export type Query = <Row>(sql: string) => Promise<Row[]>;

/** Statements of one connection, one at a time: FreeTDS refuses a second one while rows of the first are on their way. */
export function querying(connection: Pick<OdbcConnection, 'query'>): Query {
  let last: Promise<unknown> = Promise.resolve();
  return <Row>(sql: string) => {
    const rows = last.then(async () => [...(await connection.query(sql))] as Row[]);
    last = rows.catch(() => undefined);
    return rows;
  };
}
