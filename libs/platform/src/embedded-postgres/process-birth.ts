import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program.js';

/**
 * A text that names one life of a process id, or undefined when no such process runs. An id is given out
 * again after its process ended; together with the start time it is not. A zombie counts as ended.
 */
export async function processBirth(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
}

/** Fields as in proc_pid_stat(5): the second may hold spaces, so count from its closing bracket. */
async function birthFromProc(pid: number): Promise<string | undefined> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X') return undefined;
  return `${boot.trim()}/${startTicks}`;
}

async function birthFromPs(pid: number): Promise<string | undefined> {
  const { ok, output } = await runProgram('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)]);
  const [state, ...start] = output.split(/\s+/);
  return ok && state && !state.startsWith('Z') ? start.join(' ') : undefined;
}
