import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareBinaries } from './binaries.js';
import { chooseDataPlace } from './data-directory.js';
import { prepareHome, SYSTEM_FOLDER } from './folders.js';
import { type HomeLock, lockHome } from './home-lock.js';
import { initialiseData, SUPERUSER } from './initialise-data.js';
import { findNativePackage, type NativePackage } from './native-package.js';
import type { EmbeddedPostgres, EmbeddedPostgresConnection, EmbeddedPostgresOptions } from './options.js';
import { endOrphan } from './orphan.js';
import { obtainPassword } from './password-file.js';
import type { Postmaster } from './postmaster.js';
import { limitLog, watchLog } from './server-log.js';
import { shutDown } from './shutdown.js';
import { prepareSocketDirectory, SOCKET_PORT } from './socket-directory.js';
import { startPostmaster } from './start-postmaster.js';
import { runsAsRoot } from './system-user.js';

const START_TIMEOUT_MS = 30_000;

interface Running {
  readonly postmaster: Postmaster;
  readonly connection: EmbeddedPostgresConnection;
  readonly dataDirectory: string;
  readonly logFile: string;
}

/**
 * Starts a Postgres that keeps its data under the home folder and that only this machine's owner of the socket
 * can reach. The first start makes the data (about a second). Postgres runs on when this process ends without
 * `stop()`; the next start on the same home ends it first.
 *
 * @throws EmbeddedPostgresError with a `code` and a message for the operator; nothing is left running then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installed = await findNativePackage();
  const lock = await lockHome(options.home);
  try {
    return toHandle(await startLocked(options, installed), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(options: EmbeddedPostgresOptions, installed: NativePackage): Promise<Running> {
  const log = options.log ?? (() => undefined);
  const home = await prepareHome(options.home);
  const logFile = join(home, 'postgres.log');
  const { directory: dataDirectory, account, initialised } = await chooseDataPlace(home, log);
  const native = await prepareBinaries(
    installed,
    join(runsAsRoot() ? SYSTEM_FOLDER : home, 'bin'),
    account,
    log,
  );
  const password = await obtainPassword(join(home, 'postgres-password'), !initialised);
  await endOrphan(dataDirectory, log);
  if (!initialised) await initialiseData(native, dataDirectory, password, account);
  await limitLog(logFile);

  const socketDirectory = await prepareSocketDirectory(home, account);
  const settings = options.settings ?? {};
  const connection = {
    host: socketDirectory,
    // The socket file is named by the port, also where the settings open one to the network.
    port: Number(settings['port'] ?? SOCKET_PORT),
    user: SUPERUSER,
    password,
    database: 'postgres',
  };
  const postmaster = await startPostmaster(
    { native, dataDirectory, socketDirectory, logFile, account, settings },
    connection,
    options.startTimeoutMs ?? START_TIMEOUT_MS,
  ).catch(async (error: unknown) => {
    await rm(socketDirectory, { recursive: true, force: true });
    throw error;
  });
  return { postmaster, connection, dataDirectory, logFile };
}

function toHandle(
  { postmaster, connection, dataDirectory, logFile }: Running,
  lock: HomeLock,
): EmbeddedPostgres {
  const unwatchLog = watchLog(logFile);
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    unwatchLog();
    await shutDown(postmaster);
    await rm(connection.host, { recursive: true, force: true });
    await lock.release();
  };
  return {
    connection,
    dataDirectory,
    pid: postmaster.pid,
    stop: () => (stopping ??= stop()),
    onExit: (listener) =>
      void postmaster.exited.then((code) => {
        if (!stopping) listener(code);
      }),
  };
}
