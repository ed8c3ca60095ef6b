import type { Connection } from 'oracledb';

import type { ProbeContext } from '#connector-sdk/opening';

type Values = Readonly<Record<string, unknown>>;

/** Statements of one connection, each in the time that is left when it begins. */
export interface OracleQueries {
  rows<Row>(sql: string, values: Values): Promise<readonly Row[]>;
  /** Rows as they come; the server waits while nobody reads. */
  stream<Row>(sql: string, values: Values): AsyncIterable<Row>;
}

/** Rows of one answer. */
const ROWS_AT_ONCE = 1_000;

/**
 * @param oracledb - the driver, which is loaded by then; definitions (`ddl`) are read as texts, however long they are
 */
export function oracleQueries(
  connection: Connection,
  oracledb: { readonly OUT_FORMAT_OBJECT: number; readonly STRING: number },
  context: Pick<ProbeContext, 'remainingMs'>,
): OracleQueries {
  const options = {
    outFormat: oracledb.OUT_FORMAT_OBJECT,
    fetchInfo: { ddl: { type: oracledb.STRING } },
  };
  const limit = (): void => {
    connection.callTimeout = context.remainingMs();
  };
  return {
    rows: async <Row>(sql: string, values: Values) => {
      limit();
      return (await connection.execute<Row>(sql, values, options)).rows ?? [];
    },
    stream: async function* <Row>(sql: string, values: Values): AsyncIterable<Row> {
      limit();
      const streamed = { ...options, resultSet: true as const, fetchArraySize: ROWS_AT_ONCE };
      const { resultSet } = await connection.execute<Row>(sql, values, streamed);
      try {
        for (;;) {
          limit();
          const rows = await resultSet.getRows(ROWS_AT_ONCE);
          if (rows.length === 0) return;
          yield* rows;
        }
      } finally {
        await resultSet.close();
      }
    },
  };
}
