import {
  COLUMNS_OF_TABLE,
  type Open,
  kerberosInitiator,
  openPostgresWire,
  postgresDiscovery,
  READABLE_TABLES,
  simpleLogin,
  TABLE_KIND,
  textOf,
} from '#connector-sdk/opening';

/** Tables, partitioned ones, views, materialized views and foreign tables that the user may read. */
const TABLES = `select n.nspname as schema, c.relname as name, ${TABLE_KIND} as kind
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${READABLE_TABLES}
    and ($1::text is null or n.nspname = $1)
  order by 1, 2 limit $2`;

/** Postgres by its own protocol; with a KERBEROS credential by GSSAPI. */
export const open: Open = async (target, context) => {
  const host = textOf(target.payload, 'host') ?? '';
  const kerberos = target.credential?.type === 'KERBEROS';
  const { username, password } = kerberos
    ? { username: principalName(textOf(target.credential?.payload, 'principal') ?? ''), password: '' }
    : simpleLogin(target);
  return openPostgresWire(
    {
      product: 'PostgreSQL',
      discovery: postgresDiscovery,
      host,
      port: Number(target.payload['port']),
      database: textOf(target.payload, 'database') ?? '',
      user: username,
      password,
      ...(kerberos
        ? { kerberos: () => kerberosInitiator(target, context, { service: 'postgres', host }) }
        : {}),
      statements: {
        version: `select current_setting('server_version') as version`,
        tables: TABLES,
        columns: COLUMNS_OF_TABLE,
      },
    },
    context,
  );
};

/** The user that `reader/host@REALM` logs in as, unless the server maps names: `reader`. */
function principalName(principal: string): string {
  return principal.split(/[/@]/)[0] ?? '';
}
