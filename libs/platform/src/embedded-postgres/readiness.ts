import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { EmbeddedPostgresConnection } from './options.js';
import type { Postmaster } from './postmaster.js';

const POLL_MS = 25;
/** SQLSTATE 28P01: the server is up and does not take the password. */
const WRONG_PASSWORD = '28P01';

export type Readiness = 'ready' | 'ended' | 'late';

/**
 * Connects again and again until Postgres accepts, ends, or has used up its time.
 *
 * @throws EmbeddedPostgresError `data_unusable` when it refuses the password
 */
export async function waitUntilReady(
  connection: EmbeddedPostgresConnection,
  postmaster: Postmaster,
  timeoutMs: number,
): Promise<Readiness> {
  for (const until = Date.now() + timeoutMs; Date.now() < until;) {
    if (await accepts(connection, until - Date.now())) return 'ready';
    if (await postmaster.endsWithin(POLL_MS)) return 'ended';
    await delay(POLL_MS);
  }
  return 'late';
}

async function accepts(connection: EmbeddedPostgresConnection, timeoutMs: number): Promise<boolean> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: timeoutMs });
  // A connection that breaks after its promise has settled must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return false;
    throw new EmbeddedPostgresError('data_unusable', 'The stored password does not open the data.');
  } finally {
    await client.end().catch(() => undefined);
  }
}
