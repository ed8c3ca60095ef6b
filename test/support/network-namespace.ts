import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files here stand in for those of /etc, for what `ip netns exec` starts (ip-netns(8)). */
const NAMESPACE_FILES = '/etc/netns';

/** A network that is cut off from this machine's: every address there is, is within it. */
export interface NetworkNamespace {
  /** Starts a script of Node in it, with a channel for messages. */
  start(script: string, options: NamespacedOptions): ChildProcess;
  remove(): Promise<void>;
}

export interface NamespacedOptions {
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly cwd?: string;
  /** Nothing is inherited but the path of programs. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Makes a network namespace whose one interface holds each address of IPv4 and IPv6, so that a listener in it
 * is reached at whichever of them, and nothing leaves the machine. Needs iproute2 and the rights of root.
 *
 * @param nameServer - the address of the name server in it
 */
export async function createNetworkNamespace(nameServer: string): Promise<NetworkNamespace> {
  const name = `patchbay-${randomBytes(4).toString('hex')}`;
  const files = join(NAMESPACE_FILES, name);
  const ip = (...args: string[]) => run('ip', ['-n', name, ...args]);
  const remove = async (): Promise<void> => {
    await run('ip', ['netns', 'delete', name]).catch(() => undefined);
    await rm(files, { recursive: true, force: true });
  };
  await run('ip', ['netns', 'add', name]);
  try {
    await ip('link', 'set', 'lo', 'up');
    await ip('route', 'add', 'local', '0.0.0.0/0', 'dev', 'lo');
    await ip('-6', 'route', 'add', 'local', '::/0', 'dev', 'lo');
    // Link-local addresses are of one interface each, and no route makes one local.
    await ip('address', 'add', 'fe80::1/64', 'dev', 'lo');
    // Where only 127.0.0.1 is an address, getaddrinfo(3) with AI_ADDRCONFIG, as FreeTDS asks, knows no other either.
    await ip('address', 'add', '192.0.2.1/32', 'dev', 'lo');
    await mkdir(files, { recursive: true });
    await writeFile(join(files, 'resolv.conf'), `nameserver ${nameServer}\noptions timeout:1 attempts:1\n`);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    remove,
    start: (script, { args = [], execArgv = [], cwd, env = {} }) =>
      // `ip` becomes the program that it starts: the process is Node's own, and so is the channel.
      spawn('ip', ['netns', 'exec', name, process.execPath, ...execArgv, script, ...args], {
        cwd,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        serialization: 'json',
      }),
  };
}
