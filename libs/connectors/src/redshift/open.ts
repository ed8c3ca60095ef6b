import {
  type Open,
  openPostgresWire,
  ProbeError,
  type ProbeTarget,
  simpleLogin,
  textOf,
} from '#connector-sdk/opening';

import { redshiftDiscovery } from './discovery.js';
import { OWN_SCHEMAS } from './tables.js';

/** The database that every cluster has (https://docs.aws.amazon.com/redshift/latest/dg/t_creating_database.html). */
const USUAL_DATABASE = 'dev';

const STATEMENTS = {
  version: `select split_part(split_part(version(), 'Redshift ', 2), ' ', 1) as version`,
  tables: `select table_schema as schema, table_name as name,
      case table_type when 'VIEW' then 'view' when 'EXTERNAL TABLE' then 'external' else 'table' end as kind
    from svv_tables
    where table_schema not in ${OWN_SCHEMAS}
      and ($1::varchar is null or table_schema = $1)
    order by 1, 2 limit $2`,
  columns: `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
    from svv_columns where table_schema = $1 and table_name = $2 order by ordinal_position`,
};

/** Redshift by the protocol of Postgres, with its own catalog views. */
export const open: Open = async (target, context) => {
  const { username, password } = simpleLogin(target);
  const { payload } = target;
  const host = await context.step('resolve', async () => clusterHost(target));
  return openPostgresWire(
    {
      product: 'Amazon Redshift',
      host,
      port: Number(payload['port']),
      database: textOf(payload, 'database') ?? USUAL_DATABASE,
      user: username,
      password,
      statements: STATEMENTS,
      discovery: redshiftDiscovery,
    },
    context,
  );
};

/** A prefix is no address: region and account are missing. Some put the whole host there. */
function clusterHost({ payload }: ProbeTarget): string {
  const host = textOf(payload, 'host') ?? textOf(payload, 'endpoint_prefix') ?? '';
  if (payload['host'] === undefined && !host.includes('.')) {
    throw new ProbeError('target_incomplete', { facts: { missing: ['payload.host'] } });
  }
  return host;
}
