import {
  awsClientOptions,
  awsPlace,
  lookAtTable,
  namedSchemas,
  type Open,
  passesFilter,
  type TableFilter,
  type TableSummary,
  textOf,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { AthenaCatalog } from './athena-catalog.js';
import { athenaError } from './athena-errors.js';
import { athenaLook } from './athena-look.js';
import { AthenaQueries } from './athena-queries.js';

/** Athena by Amazon's SDK. Checks and discoveries read the catalog, which costs nothing; a closer look runs queries. */
export const open: Open = async (target, context) => {
  const sdk = await import('@aws-sdk/client-athena');
  const { payload } = target;
  const client = new sdk.AthenaClient(awsClientOptions(target, context, awsPlace('athena', payload)));
  const athena = new AthenaCatalog(sdk, client, context.signal);
  const catalog = textOf(payload, 'catalog') ?? '';
  const database = textOf(payload, 'database');
  const workGroup = textOf(payload, 'work_group') ?? '';
  const queries = new AthenaQueries(sdk, client, context.signal, textOf(payload, 's3_staging_dir'));

  const version = await context
    .step('authenticate', () => athena.engineVersion(workGroup), athenaError)
    .catch((error: unknown) => {
      client.destroy();
      throw error;
    });

  async function* tables(filter: TableFilter): AsyncIterable<TableSummary> {
    const within = filter.catalog ?? catalog;
    const schema = filter.schema ?? database;
    let left = filter.limit;
    for await (const name of schema === undefined ? athena.databases(within) : [schema]) {
      for await (const table of athena.tables(within, name, left)) {
        yield table;
        left -= 1;
      }
      if (left <= 0) return;
    }
  }

  return {
    server: { product: 'Amazon Athena', version },
    classify: athenaError,
    ping: async () => {
      if (database !== undefined) return athena.requireDatabase(catalog, database);
      for await (const _ of athena.databases(catalog)) return;
    },
    tables,
    catalog: async function* (filter) {
      const own = withinOwnSchema(filter, database);
      for await (const schema of namedSchemas(own) ?? athena.databases(catalog)) {
        for await (const page of athena.described(catalog, schema)) {
          yield page.filter((table) => passesFilter(own, table));
        }
      }
    },
    describe: (table) => athena.columns(table.catalog ?? catalog, table.schema ?? database ?? '', table.name),
    look: (table, wishes) => {
      const place = {
        workGroup,
        catalog: table.catalog ?? catalog,
        database: table.schema ?? database ?? '',
      };
      const asked = {
        name: table.name,
        isView: () => athena.isView(place.catalog, place.database, table.name),
        query: (sql: string) => queries.run(sql, place),
      };
      return lookAtTable(athenaLook(asked, wishes), wishes);
    },
    close: async () => {
      try {
        await queries.stop();
      } finally {
        client.destroy();
      }
    },
  };
};
