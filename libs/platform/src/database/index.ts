export { DataSource } from 'typeorm';
export { sqlState, translateDatabaseError, violatedConstraint, violates } from './database-error.js';
export { type Attempt, GroupCommit } from './group-commit.js';
export { type EmbeddedRoles, prepareEmbeddedDatabase } from './embedded-roles.js';
export { AlreadyDone, IdempotencyKeys, KEY_LIVES, type StoredOutcome, inFlight } from './idempotency-keys.js';
export { tooStrongRole } from './role-check.js';
export {
  type DatabaseTarget,
  type PostgresOptions,
  dataSourceOptions,
  escapeIdentifier,
  escapeLiteral,
  loginOf,
  poolOf,
} from './target.js';
export { type StaleScopeCheck, TenantDatabase } from './tenant-database.js';
export type { AuditKeys, NamedStatement, Statements, Transaction } from './transaction.js';
export { type Queries, withOneConnection } from './one-connection.js';
export { type NotificationListener, Notifications } from './notifications.js';
export type { NamedQuery, SqlValue } from './prepared-read.js';
