import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTITIES } from '#core';
import { migrate, undoAllMigrations } from '#migrations';
import { DataSource, dataSourceOptions, prepareEmbeddedDatabase } from '#platform/database';
import { startEmbeddedPostgres } from '#platform/embedded-postgres';

/**
 * Migrates an empty database up, compares it with the entities, takes it down and up again.
 *
 * @returns what was done, a line each
 * @throws Error that lists the statements by which the schema and the entities differ
 */
export async function checkMigrations(): Promise<string[]> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-migrations-'));
  const postgres = await startEmbeddedPostgres({ home });
  try {
    const passwords = { owner: 'check', app: 'check', worker: 'check' };
    const { owner, ...serving } = await prepareEmbeddedDatabase(postgres.connection, passwords);
    const up = await migrate(owner, serving);
    const schema = dataSourceOptions(owner, { pool: 1, applicationName: 'patchbay-drift' });
    const drift = await driftOf(new DataSource({ ...schema, entities: ENTITIES }));
    if (drift.length > 0) throw new Error(`The schema and the entities differ:\n${drift.join('\n')}`);
    const down = await undoAllMigrations(owner);
    const again = await migrate(owner, serving);
    if (again.length !== up.length) throw new Error('Not every migration ran again.');
    return [`up: ${up.length}`, 'drift: none', `down: ${down}`, `up again: ${again.length}`];
  } finally {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** The statements that would make the schema what the entities say. */
async function driftOf(dataSource: DataSource): Promise<string[]> {
  await dataSource.initialize();
  try {
    await describeGeneratedColumns(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query).filter((query) => !isHandWritten(query));
  } finally {
    await dataSource.query('drop table if exists typeorm_metadata');
    await dataSource.destroy();
  }
}

/** TypeORM compares generated columns through a table of its own, which only this check's database has. */
async function describeGeneratedColumns(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    'create table typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
  );
  for (const { tableName, columns } of dataSource.entityMetadatas) {
    for (const { databaseName, asExpression } of columns.filter((column) => column.asExpression)) {
      await dataSource.query(
        `insert into typeorm_metadata values ('GENERATED_COLUMN', current_database(), 'public', $1, $2, $3)`,
        [tableName, databaseName, asExpression],
      );
    }
  }
}

/** Foreign keys and indexes are written by hand alone: the entities do not speak of them. */
function isHandWritten(statement: string): boolean {
  return /^(DROP INDEX|ALTER TABLE "\w+" DROP CONSTRAINT)/.test(statement);
}
