import { readFile, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processBirth } from './process-birth.js';
import { runProgram } from './run-program.js';
import { shutDown, type Stoppable } from './shutdown.js';

const POLL_MS = 50;

/**
 * Ends the Postgres that a killed server left behind on this data and removes its `postmaster.pid`. That file
 * alone proves nothing: after a crash its number may belong to no process or to any other program, and Postgres
 * would refuse to start because of it.
 *
 * @remarks Call it only while holding the lock of the home folder.
 */
export async function endOrphan(dataDirectory: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const content = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (content === undefined) return;
  const pid = Number.parseInt(content, 10);
  const birth = pid > 1 ? await processBirth(pid) : undefined;
  if (birth !== undefined && (await servesData(pid, dataDirectory))) {
    log(`Stopping the Postgres (process ${pid}) that an earlier run left behind.`);
    await shutDown(foreignProcess(pid, birth));
  }
  await rm(pidFile, { force: true });
}

/** The first line of the file is the process of a postmaster; is it one, and one of this very data? */
async function servesData(pid: number, dataDirectory: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const { output } = await runProgram('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return output.includes('postgres') && output.includes(`-D ${dataDirectory}`);
  }
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = commandLine.split('\0');
  if (basename(words[0] ?? '') !== 'postgres') return false;
  if (words.includes(dataDirectory)) return true;
  // The home folder may have been moved since; a postmaster's working folder is its data.
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === dataDirectory;
}

function foreignProcess(pid: number, birth: string): Stoppable {
  const hasEnded = async (): Promise<boolean> => (await processBirth(pid)) !== birth;
  return {
    signal(name) {
      try {
        process.kill(pid, name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
    async endsWithin(timeoutMs) {
      for (const until = Date.now() + timeoutMs; Date.now() < until; await delay(POLL_MS)) {
        if (await hasEnded()) return true;
      }
      return hasEnded();
    },
  };
}
