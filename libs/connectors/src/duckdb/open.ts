import type { DuckDBConnection, DuckDBValue, Json } from '@duckdb/node-api';

import {
  type ColumnSummary,
  groupedCatalog,
  lookAtTable,
  type Open,
  ProbeError,
  type TableSummary,
  textOf,
} from '#connector-sdk/opening';

import { duckDbCatalog, duckDbLook, type DuckDbQueries } from './catalog.js';
import { duckDbError } from './file-errors.js';
import { lockedSettings } from './settings.js';

const TABLES = `select schema, name, kind from (
    select schema_name as schema, table_name as name, 'table' as kind from duckdb_tables()
      where database_name = current_database() and not internal
    union all
    select schema_name, view_name, 'view' from duckdb_views()
      where database_name = current_database() and not internal)
  where $1::varchar is null or schema = $1::varchar
  order by 1, 2 limit $2::bigint`;

const COLUMNS = `select column_name as name, data_type as type, is_nullable as nullable from duckdb_columns()
  where database_name = current_database() and schema_name = $1::varchar and table_name = $2::varchar
  order by column_index`;

/** What stands in for a file where there is none. */
const IN_MEMORY = ':memory:';

/** A file by DuckDB itself, read-only and cut off from everything else. */
export const open: Open = async (target, context) => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const file = textOf(target.payload, 'file');
  const { connection, version } = await context.step(
    'database',
    async () => {
      const instance =
        file === undefined
          ? await DuckDBInstance.create(IN_MEMORY, lockedSettings(context.temporaryFolder))
          : await DuckDBInstance.create(await context.files.path(file), {
              access_mode: 'READ_ONLY',
              ...lockedSettings(context.temporaryFolder),
            });
      const opened = await instance.connect();
      // The connection keeps the instance; without this the file stays open until both are collected.
      instance.closeSync();
      context.signal.addEventListener('abort', () => opened.interrupt(), { once: true });
      return { connection: opened, version: await versionOf(opened) };
    },
    duckDbError,
  );
  try {
    refuseAttached(target.payload['attached']);
  } catch (error) {
    connection.closeSync();
    throw error;
  }
  const queries: DuckDbQueries = {
    rows: (sql, values) => rowsOf(connection, sql, [...values]),
    stream: (sql, values) => streamOf(connection, sql, [...values]),
  };
  return {
    catalog: async function* (filter, pageSize) {
      yield* groupedCatalog(await duckDbCatalog(queries, filter), pageSize);
    },
    look: (table, wishes) => lookAtTable(duckDbLook(queries, table), wishes),
    server: { product: 'DuckDB', version },
    classify: duckDbError,
    ping: async () => {
      await connection.run('select 1');
    },
    tables: async function* ({ schema, limit }) {
      const rows = await rowsOf(connection, TABLES, [schema ?? null, BigInt(limit)]);
      for (const row of rows as unknown as Omit<TableSummary, 'catalog'>[]) yield { catalog: null, ...row };
    },
    describe: async ({ schema, name }) =>
      (await rowsOf(connection, COLUMNS, [schema, name])) as unknown as ColumnSummary[],
    close: async () => connection.closeSync(),
  };
};

/**
 * DuckDB attaches other databases by extensions, which are downloads of native code whose connections nobody
 * could check. So these sources are not claimed to be tested.
 */
function refuseAttached(attached: unknown): void {
  if (!Array.isArray(attached) || attached.length === 0) return;
  throw new ProbeError('driver_not_installed', {
    step: 'database',
    hint: 'Attached databases need extensions of DuckDB, which are not used here. Test each of them as a connection of its own type.',
  });
}

async function versionOf(connection: DuckDBConnection): Promise<string | null> {
  const [row] = await rowsOf(connection, 'select version() as version', []);
  return typeof row?.['version'] === 'string' ? row['version'] : null;
}

async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[],
): Promise<Record<string, Json>[]> {
  return (await connection.runAndReadAll(sql, values)).getRowObjectsJson();
}

async function* streamOf(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[],
): AsyncIterable<Record<string, Json>> {
  const result = await connection.stream(sql, values);
  for await (const rows of result.yieldRowObjectJson()) yield* rows;
}
