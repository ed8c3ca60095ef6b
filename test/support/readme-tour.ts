import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = process.cwd();
const FENCED = /```sh\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g;

/** One block of shell, and the JSON that the document shows beneath it. */
export interface TourStep {
  readonly command: string;
  /** Null where the document shows none. */
  readonly answer: unknown;
}

/** What is typed in a document, in order. */
export function tourOf(markdown: string): TourStep[] {
  return [...markdown.matchAll(FENCED)].map(([, command, answer]) => ({
    command: command!,
    answer: answer === undefined ? null : (JSON.parse(answer) as unknown),
  }));
}

/** Types all commands into one bash, and returns what each of them wrote. */
export async function runTour(
  commands: readonly string[],
  settings: Readonly<Record<string, string>>,
  typed: string,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-tour-'));
  const outputs = commands.map((_, index) => join(folder, String(index)));
  const script = commands.map((command, index) => `{\n${command}\n} > '${outputs[index]}'`).join('\n');
  try {
    const bash = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...settings },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let errors = '';
    bash.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    bash.stdin.end(typed);
    const code = await new Promise((resolve, reject) => bash.once('close', resolve).once('error', reject));
    if (code !== 0) throw new Error(`The tour ended with ${String(code)}: ${errors}`);
    return await Promise.all(outputs.map((output) => readFile(output, 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An answer without what is another at each run: times, ids of requests, versions of servers, tokens. */
export function withoutChance(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => {
      if (/(_at|_last_updated|LastUpdated|^request_id|^duration_ms|^ms)$/.test(key))
        return value === null ? null : '…';
      // A token that stands for a secret is another for each tenant.
      return typeof value === 'string' && value.startsWith('pbc1_') ? '…' : value;
    }),
  ) as unknown;
}
