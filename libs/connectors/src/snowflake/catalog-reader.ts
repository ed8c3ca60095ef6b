import type { Binds, Connection, SnowflakeError } from 'snowflake-sdk';

import {
  type CatalogFilter,
  type CatalogTable,
  type CheckCode,
  type JsonObject,
  type LookStatements,
  ProbeError,
  type TableFilter,
  type TableName,
  type TableSummary,
  textOf,
  type WatchedAgents,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { snowflakeCatalog, snowflakeLook } from './discovery.js';
import { kindOf } from './kind-of.js';
import type { SnowflakeQuery } from './statements.js';

type Row = Readonly<Record<string, unknown>>;

/** What the session stands in: null for what the login named and Snowflake does not know. Needs no warehouse. */
const SESSION = `select current_database() as "database", current_schema() as "schema",
  current_warehouse() as "warehouse"`;

const MISSING = [
  ['database', 'database_not_found'],
  ['schema', 'schema_not_found'],
  ['warehouse', 'warehouse_not_found'],
] as const satisfies readonly (readonly [string, CheckCode])[];

/** These need no warehouse, which a query of the information schema would wake and pay for. */
const TABLES_OF = {
  schema: 'show terse objects in schema limit ',
  database: 'show terse objects in database limit ',
  account: 'show terse objects in account limit ',
} as const;

/** Databases that Snowflake itself puts into each account. */
const SHARED: readonly string[] = ['SNOWFLAKE', 'SNOWFLAKE_SAMPLE_DATA'];

/** The one statement that takes a schema's name as a value; needs a warehouse. */
const TABLES_OF_NAMED_SCHEMA = `select table_name as "name", table_type as "kind", table_catalog as "database_name",
  table_schema as "schema_name" from information_schema.tables where table_schema = ? order by 1 limit ?`;

/** Reads what the session sees, by fixed statements. */
export class CatalogReader {
  constructor(
    private readonly connection: Connection,
    private readonly agents: WatchedAgents,
  ) {}

  async version(): Promise<string | null> {
    const [row] = await this.rows('select current_version() as "version"');
    return asText(row?.['version']);
  }

  /** @throws ProbeError for a database, schema or warehouse that was declared and is not there */
  async requireNames(payload: JsonObject): Promise<void> {
    const [row] = await this.rows(SESSION);
    for (const [name, code] of MISSING) {
      if (textOf(payload, name) !== undefined && asText(row?.[name]) === null) throw new ProbeError(code);
    }
  }

  /** As far as the payload goes: the schema's, the database's or the account's. */
  async *tables({ schema, limit }: TableFilter, payload: JsonObject): AsyncGenerator<TableSummary> {
    const rows =
      schema === undefined
        ? await this.rows(TABLES_OF[scopeOf(payload)] + String(limit))
        : await this.rows(TABLES_OF_NAMED_SCHEMA, [schema, limit]);
    for (const row of rows) {
      yield {
        catalog: asText(row['database_name']),
        schema: asText(row['schema_name']),
        name: asText(row['name']) ?? '',
        kind: kindOf(asText(row['kind']) ?? ''),
      };
    }
  }

  /** Of the declared database, or of all that the login may see. */
  async *catalog(
    filter: CatalogFilter,
    pageSize: number,
    payload: JsonObject,
  ): AsyncIterable<readonly CatalogTable[]> {
    const own = withinOwnSchema(filter, await this.ownSchema(payload));
    for (const database of await this.databases(payload)) {
      yield* snowflakeCatalog(this.query, database, own, pageSize);
    }
  }

  look(table: TableName): LookStatements {
    return snowflakeLook(this.query, table);
  }

  private readonly query: SnowflakeQuery = async <Found>(sql: string, values: readonly string[] = []) =>
    (await this.rows(sql, [...values])) as readonly Found[];

  /** As the service writes it: what a connection declares may be in other letters. */
  private async ownSchema(payload: JsonObject): Promise<string | undefined> {
    if (textOf(payload, 'schema') === undefined) return undefined;
    const [row] = await this.rows(SESSION);
    return asText(row?.['schema']) ?? undefined;
  }

  private async databases(payload: JsonObject): Promise<string[]> {
    if (textOf(payload, 'database') !== undefined) {
      const [row] = await this.rows(SESSION);
      const own = asText(row?.['database']);
      return own === null ? [] : [own];
    }
    const rows = await this.rows('show terse databases');
    return rows.map((row) => asText(row['name']) ?? '').filter((name) => !SHARED.includes(name));
  }

  private rows(sqlText: string, binds: Binds = []): Promise<readonly Row[]> {
    const done = new Promise<readonly Row[]>((resolve, reject) => {
      this.connection.execute({
        sqlText,
        binds,
        complete: (error: SnowflakeError | undefined, _statement: unknown, rows: unknown[] | undefined) => {
          if (error) reject(error);
          else resolve((rows ?? []) as readonly Row[]);
        },
      });
    });
    return this.agents.unlessBroken(done);
  }
}

function scopeOf(payload: JsonObject): keyof typeof TABLES_OF {
  if (textOf(payload, 'database') === undefined) return 'account';
  return textOf(payload, 'schema') === undefined ? 'database' : 'schema';
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
