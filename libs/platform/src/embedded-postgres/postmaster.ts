import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { type Account, cleanEnvironment } from './run-program.js';
import type { Stoppable } from './shutdown.js';
import { SOCKET_PORT } from './socket-directory.js';

/** What one run of the `postgres` program is given. */
export interface PostmasterOptions {
  readonly native: string;
  readonly dataDirectory: string;
  readonly socketDirectory: string;
  readonly logFile: string;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** A child process that runs Postgres. */
export interface Postmaster extends Stoppable {
  readonly pid: number;
  /** Resolves with the exit code, or null when a signal ended it; never rejects. */
  readonly exited: Promise<number | null>;
}

/**
 * No TCP port, and a log without statements and row values. 64 MB of buffers and 60 connections are meant for a
 * small machine; fsync and the write-ahead log keep their safe defaults.
 */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  max_connections: '60',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * Starts Postgres in a session of its own, thus Ctrl-C in the terminal does not stop it under a server that
 * still drains. It does not keep this process alive.
 *
 * @throws EmbeddedPostgresError `start_failed` when the program cannot be run
 */
export async function spawnPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { native, dataDirectory, account } = options;
  const log = await open(options.logFile, 'a', 0o600);
  try {
    const child = spawn(join(native, 'bin', 'postgres'), ['-D', dataDirectory, ...settingFlags(options)], {
      ...account,
      cwd: '/',
      env: cleanEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return {
      pid: child.pid ?? 0,
      exited,
      signal: (name) => void child.kill(name),
      endsWithin: (timeoutMs) => settlesWithin(exited, timeoutMs),
    };
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new EmbeddedPostgresError('start_failed', `Postgres cannot be run: ${reason}.`, { cause });
  } finally {
    await log.close();
  }
}

function settingFlags({ socketDirectory, settings }: PostmasterOptions): string[] {
  const all = {
    ...SETTINGS,
    unix_socket_directories: socketDirectory,
    port: String(SOCKET_PORT),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function settlesWithin(settled: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = delay(timeoutMs, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([settled.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}
