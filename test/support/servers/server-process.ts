import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A program that a suite started, and ends. */
export interface ServerProcess {
  /** Ends the program, and waits until it is gone. */
  stop(): Promise<void>;
}

/** How long a program may take until it listens: on a busy machine this is long. */
const START_MS = 60_000;
/** How long a program may take to say goodbye before it is killed. */
const STOP_MS = 10_000;

/** Below the ports that Linux hands out by itself, so that nobody's outgoing connection takes one meanwhile. */
const PORTS = { first: 12_000, end: 32_000 };

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  for (;;) {
    const port = randomInt(PORTS.first, PORTS.end);
    try {
      server.listen({ host: '127.0.0.1', port });
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return port;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    }
  }
}

/**
 * Starts a program and waits until it takes connections.
 *
 * @throws Error with what the program wrote, when it ends before that
 */
export async function startServerProcess(
  command: string,
  parts: readonly string[],
  port: number,
): Promise<ServerProcess> {
  const child = spawn(command, [...parts], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = (output + String(chunk)).slice(-4000)));
  }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`${command} ended with ${String(status)}: ${output}`)));
  });
  failed.catch(() => undefined);
  const until = Date.now() + START_MS;
  try {
    await Promise.race([failed, listening(port, until)]);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { stop: () => stop(child) };
}

async function listening(port: number, until: number): Promise<void> {
  while (!(await takesConnections(port))) {
    if (Date.now() > until) throw new Error('The server does not listen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(killer);
}
