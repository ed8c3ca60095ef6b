import type { Config } from '#platform/config';
import { type DatabaseTarget, prepareEmbeddedDatabase } from '#platform/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { embeddedPassword, rememberEmbedded } from './running-embedded.js';

/** The database that serves, and the embedded server beneath it, if it is ours. */
export interface RunningDatabase {
  readonly app: DatabaseTarget;
  /** Absent where no worker runs in this process. */
  readonly worker?: DatabaseTarget | undefined;
  /** Who migrates; null where the operator does that apart. */
  readonly owner: DatabaseTarget | null;
  readonly embedded: EmbeddedPostgres | null;
}

/** Takes the configured database, or starts the embedded one. */
export async function runningDatabase(
  config: Pick<Config, 'databaseUrl' | 'home' | 'workerDatabaseUrl'>,
  log: (line: string) => void,
): Promise<RunningDatabase> {
  if (config.databaseUrl !== undefined) {
    const worker = config.workerDatabaseUrl === undefined ? undefined : { url: config.workerDatabaseUrl };
    return { app: { url: config.databaseUrl }, worker, owner: null, embedded: null };
  }
  const embedded = await startEmbeddedPostgres({ home: config.home, log });
  try {
    const roles = await prepareEmbeddedDatabase(embedded.connection, {
      owner: await embeddedPassword(config.home, 'owner'),
      app: await embeddedPassword(config.home, 'api'),
      worker: await embeddedPassword(config.home, 'worker'),
    });
    await rememberEmbedded(config.home, roles.app);
    return { ...roles, embedded };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}
