import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const READY = /is ready|^ready/m;

/** A server in a process of its own. */
export interface BenchServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Milliseconds from the spawn to the first line that says it is ready. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** Starts a compiled program of the project, and waits until it says that it is ready. */
export async function startServer(
  script: string,
  args: readonly string[],
  port: number,
  environment: Record<string, string>,
): Promise<BenchServer> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (READY.test(output)) return;
      output += chunk.toString();
      if (READY.test(output)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}.`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    startMs: performance.now() - begin,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resident memory in MiB (Linux: proc(5), `VmRSS`). */
export async function residentMiB(pid: number): Promise<number> {
  return memoryMiB(pid, /VmRSS:\s+(\d+)/);
}

/** The most resident memory that a process ever had, in MiB (Linux: proc(5), `VmHWM`). */
export async function peakMiB(pid: number): Promise<number> {
  return memoryMiB(pid, /VmHWM:\s+(\d+)/);
}

async function memoryMiB(pid: number, line: RegExp): Promise<number> {
  return Number(line.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
