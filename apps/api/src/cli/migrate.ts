import { ConfigError, loadConfig } from '#platform/config';
import { migrate } from '#migrations';
import { fail, lineOf } from './fail.js';
import { checkMigrations } from './migration-check.js';

/** Migrates the configured database as its owner; `--check` proves the migrations on a database of its own. */
async function main(): Promise<void> {
  if (process.argv.includes('--check')) {
    for (const line of await checkMigrations()) process.stdout.write(`${line}\n`);
    return;
  }
  const { databaseUrl, migrationDatabaseUrl, workerDatabaseUrl } = loadConfig(process.env);
  if (migrationDatabaseUrl === undefined)
    fail('PATCHBAY_MIGRATION_DATABASE_URL: set it to the owner of the tables.');
  if (databaseUrl === undefined)
    fail('DATABASE_URL: set it to the role that will serve; it is made if it is missing.');
  const done = await migrate(
    { url: migrationDatabaseUrl },
    {
      app: { url: databaseUrl },
      worker: workerDatabaseUrl === undefined ? undefined : { url: workerDatabaseUrl },
    },
  );
  process.stdout.write(
    done.length === 0 ? 'The database is up to date.\n' : `Migrated: ${done.join(', ')}\n`,
  );
}

main().catch((error: unknown) => fail(lineOf(error, [ConfigError])));
