export { migrationDataSource } from './data-source.js';
export { type ServingRoles, migrate, pendingMigrations, undoAllMigrations } from './migrate.js';
