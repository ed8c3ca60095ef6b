import { COLUMNS_OF_TABLE, type Open, openPostgresWire, ProbeError, textOf } from '#connector-sdk/opening';

import { motherDuckDiscovery } from './discovery.js';

/** MotherDuck's endpoint for the protocol of Postgres: https://motherduck.com/docs/sql-reference/postgres-endpoint */
const PORT = 5432;
const USER = 'postgres';

/** The answers are DuckDB's, so nothing but plain standard SQL is asked. */
const TABLES = `select table_schema as schema, table_name as name,
    case table_type when 'VIEW' then 'view' else 'table' end as kind
  from information_schema.tables
  where table_schema not in ('pg_catalog', 'information_schema')
    and table_catalog = current_database() and (cast($1 as varchar) is null or table_schema = $1)
  order by 1, 2 limit $2`;

/** MotherDuck over TLS, with the token as the password. */
export const open: Open = async (target, context) => {
  const token = target.credential?.payload['token'];
  if (typeof token !== 'string') throw new ProbeError('credential_invalid');
  return openPostgresWire(
    {
      product: 'MotherDuck',
      host: `pg.${textOf(target.payload, 'region') ?? ''}-aws.motherduck.com`,
      port: PORT,
      database: textOf(target.payload, 'database') ?? '',
      user: USER,
      password: token,
      discovery: motherDuckDiscovery,
      statements: {
        version: 'select version() as version',
        tables: TABLES,
        columns: COLUMNS_OF_TABLE,
      },
    },
    context,
  );
};
