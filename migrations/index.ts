export { migrationDataSource } from './data-source.js';
export { migrate, pendingMigrations, undoAllMigrations } from './migrate.js';
