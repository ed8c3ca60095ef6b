import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import type { Database, QueryResult, SQLiteValue } from 'node-sqlite3-wasm';

import {
  lookAtTable,
  type Open,
  pagedCatalog,
  type ProbeContext,
  type TableSummary,
  textOf,
} from '#connector-sdk/opening';

import { sqliteCatalog, sqliteLook } from './catalog.js';
import { sqliteError } from './file-errors.js';

const TABLES = `select name, type as kind from sqlite_schema
  where type in ('table', 'view') and name not like 'sqlite!_%' escape '!' order by name limit ?`;

const COLUMNS = `select name, type, "notnull" as required from pragma_table_xinfo(?) where hidden <> 1 order by cid`;

/** A file by SQLite itself, compiled to WebAssembly: what a hostile file may break stays within. */
export const open: Open = async (target, context) => {
  // A CommonJS module; its exports are on the default.
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const { database, version } = await context.step(
    'database',
    async () => {
      const path = await privatePath(textOf(target.payload, 'file') ?? '', context);
      const opened = new sqlite.Database(path, { readOnly: true, fileMustExist: true });
      try {
        return { database: opened, version: prepare(opened) };
      } catch (error) {
        opened.close();
        throw error;
      }
    },
    sqliteError,
  );
  const query = (sql: string, values: readonly (string | number)[]) => rows(database, sql, [...values]);
  return {
    catalog: (filter, pageSize) => pagedCatalog(sqliteCatalog(query, filter), pageSize),
    look: (table, wishes) => lookAtTable(sqliteLook(query, table), wishes),
    server: { product: 'SQLite', version },
    classify: sqliteError,
    ping: async () => {
      // The first statement that has to read the file.
      database.get('select count(*) from sqlite_schema');
    },
    tables: async function* ({ limit }) {
      for (const row of rows(database, TABLES, [limit])) {
        yield { catalog: null, schema: null, name: String(row['name']), kind: kindOf(row['kind']) };
      }
    },
    describe: async ({ name }) =>
      rows(database, COLUMNS, [name]).map((row) => ({
        name: String(row['name']),
        type: String(row['type']),
        nullable: row['required'] === 0,
      })),
    close: async () => database.close(),
  };
};

/**
 * The file under a name in the job's own folder. The driver locks by making a folder beside the file, and
 * SQLite reads the journals that it finds there; neither is to happen among the uploaded files.
 */
async function privatePath(name: string, context: ProbeContext): Promise<string> {
  const link = join(context.temporaryFolder, 'database');
  await symlink(await context.files.path(name), link);
  return link;
}

/** Settings that last as long as the connection, and the version. */
function prepare(database: Database): string {
  // A file in WAL mode is otherwise opened by shared memory, which this build does not have (https://sqlite.org/wal.html#noshm).
  database.get('pragma locking_mode = exclusive');
  database.get('pragma trusted_schema = off');
  database.get('pragma query_only = on');
  return String(rows(database, 'select sqlite_version() as version', [])[0]?.['version']);
}

function rows(database: Database, sql: string, values: SQLiteValue[]): Record<string, SQLiteValue>[] {
  // Without `expand`, a row is an object of plain values.
  return database.all(sql, values) as Extract<QueryResult, Record<string, SQLiteValue>>[];
}

function kindOf(kind: unknown): TableSummary['kind'] {
  return kind === 'view' ? 'view' : 'table';
}
