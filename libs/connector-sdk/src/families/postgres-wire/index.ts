export { COLUMNS_OF_TABLE, openPostgresWire } from './open-postgres-wire.js';
export type { PostgresWireOptions, PostgresWireStatements } from './open-postgres-wire.js';
export { postgresError, postgresLoginError } from './sql-states.js';
export type { RowQuery } from './row-query.js';
export { READABLE_TABLES, TABLE_KIND } from './postgres-tables.js';
export { postgresDiscovery } from './postgres-discovery.js';
