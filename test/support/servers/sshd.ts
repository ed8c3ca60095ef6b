import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startServerProcess } from './server-process.js';
import type { SshKey } from './ssh-keys.js';
import { createUnixUser, type UnixUser } from './unix-user.js';

/** An address that a policy for 127.0.0.1 alone leaves closed: it stands for what only a bastion reaches. */
export const INNER_ADDRESS = '127.0.0.2';

/** One who may log in, by password or by key unless the options say otherwise. */
export interface SshUserOptions {
  /** Keys that the user may log in with. */
  readonly keys?: readonly SshKey[];
  /** Lines of `sshd_config` that hold for this user alone. */
  readonly rules?: readonly string[];
}

export interface SshdOptions<Names extends string> {
  readonly users: Readonly<Record<Names, SshUserOptions>>;
  /** What the server shows; changed by {@link Sshd.useHostKeys}. */
  readonly hostKeys: readonly SshKey[];
  /** Lines of `sshd_config` that come before those of users. */
  readonly settings?: readonly string[];
}

/** The OpenSSH server of the Debian package `openssh-server`, with users of its own. */
export interface Sshd<Names extends string> {
  /** At 127.0.0.1, and at {@link INNER_ADDRESS}. */
  readonly port: number;
  readonly users: Readonly<Record<Names, UnixUser>>;
  /** Starts the server anew, at the same port. */
  useHostKeys(keys: readonly SshKey[]): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = '/usr/sbin/sshd';
/** Where the part of the server that speaks before a login is locked in; Debian's service makes it. */
const PRIVILEGE_SEPARATION_FOLDER = '/run/sshd';

/** Starts a server on a free port of the loopback. Only root may: its users are users of this machine. */
export async function startSshd<Names extends string>(options: SshdOptions<Names>): Promise<Sshd<Names>> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-sshd-'));
  const users = {} as Record<Names, UnixUser>;
  const port = await freePort();
  let server: Awaited<ReturnType<typeof startServerProcess>> | undefined;
  const close = async (): Promise<void> => {
    try {
      // Waits for their sessions, which the server then has time to bury.
      await Promise.all(Object.values<UnixUser>(users).map((user) => user.remove()));
    } finally {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  };
  const start = async (hostKeys: readonly SshKey[]): Promise<void> => {
    await server?.stop();
    const lines = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `ListenAddress ${INNER_ADDRESS}`,
      ...(await Promise.all(hostKeys.map((key, index) => hostKeyLine(folder, index, key)))),
      'PidFile none',
      `AuthorizedKeysFile ${folder}/keys/%u`,
      'StrictModes no',
      'LogLevel VERBOSE',
      ...(options.settings ?? []),
      ...namesOf(options).flatMap((name) => [
        `Match User ${users[name].name}`,
        ...(options.users[name].rules ?? []),
      ]),
    ];
    const file = join(folder, 'sshd_config');
    await writeFile(file, `${lines.join('\n')}\n`);
    server = await startServerProcess(PROGRAM, ['-D', '-e', '-f', file], port);
  };
  try {
    await mkdir(PRIVILEGE_SEPARATION_FOLDER, { recursive: true });
    await mkdir(join(folder, 'keys'));
    for (const name of namesOf(options)) {
      const user = (users[name] = await createUnixUser());
      const { keys = [] } = options.users[name];
      await writeFile(join(folder, 'keys', user.name), keys.map((key) => `${key.publicKey}\n`).join(''));
    }
    // The server reads a user's keys as that user.
    await chmod(folder, 0o711);
    await start(options.hostKeys);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, users, useHostKeys: start, close };
}

function namesOf<Names extends string>({ users }: SshdOptions<Names>): Names[] {
  return Object.keys(users) as Names[];
}

async function hostKeyLine(folder: string, index: number, key: SshKey): Promise<string> {
  const file = join(folder, `host_key_${index}`);
  await writeFile(file, key.privateKey, { mode: 0o600 });
  return `HostKey ${file}`;
}
