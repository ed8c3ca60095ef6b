export { COLUMNS_OF_TABLE, openPostgresWire } from './open-postgres-wire.js';
export type { PostgresWireOptions, PostgresWireStatements } from './open-postgres-wire.js';
export { postgresError, postgresLoginError } from './sql-states.js';
export { postgresCatalog, READABLE_TABLES, type RowQuery, TABLE_KIND } from './postgres-catalog.js';
export { postgresDiscovery } from './postgres-discovery.js';
