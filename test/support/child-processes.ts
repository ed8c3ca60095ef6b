import { readdir, readFile } from 'node:fs/promises';

/**
 * The processes that a process has started and that still run, whose command line has the text (proc(5)).
 *
 * @param parent - its id
 */
export async function childProcesses(parent: number, text: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const read = (file: string) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
      const [status, command] = await Promise.all([read('status'), read('cmdline')]);
      return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === parent && command.includes(text);
    }),
  );
  return ids.filter((_, index) => found[index]).map(Number);
}
