import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { EmbeddedPostgresConnection } from './options.js';
import { type Postmaster, type PostmasterOptions, spawnPostmaster } from './postmaster.js';
import { waitUntilReady } from './readiness.js';
import { logSince, logSize } from './server-log.js';
import { shutDown } from './shutdown.js';

const DEPARTING_MS = 5_000;
const RETRY_MS = 200;

/**
 * What Postgres says while the processes of a postmaster that was just killed are still going away, or while
 * nobody has collected the killed one yet.
 */
const STILL_DEPARTING = /pre-existing shared memory block|lock file "[^"]+" already exists/;

/**
 * Starts Postgres and waits until it accepts connections.
 *
 * @throws EmbeddedPostgresError `start_failed` with the last lines of its log, `data_unusable`
 */
export async function startPostmaster(
  options: PostmasterOptions,
  connection: EmbeddedPostgresConnection,
  timeoutMs: number,
): Promise<Postmaster> {
  for (const retryUntil = Date.now() + DEPARTING_MS; ; await delay(RETRY_MS)) {
    const offset = await logSize(options.logFile);
    const postmaster = await spawnPostmaster(options);
    const readiness = await waitUntilReady(connection, postmaster, timeoutMs).catch(
      async (error: unknown) => {
        await shutDown(postmaster);
        throw error;
      },
    );
    if (readiness === 'ready') return postmaster;
    await shutDown(postmaster);
    const lines = (await logSince(options.logFile, offset)).join(' | ');
    if (readiness === 'ended' && STILL_DEPARTING.test(lines) && Date.now() < retryUntil) continue;
    const what = readiness === 'late' ? `was not ready after ${timeoutMs} ms` : 'ended at its start';
    throw new EmbeddedPostgresError('start_failed', `Postgres ${what}: ${lines}`);
  }
}
