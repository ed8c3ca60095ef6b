import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, requestsPerSecond } from './load.js';
import { type Row, rows, tokenRow } from './rows.js';
import { connection, post, seed } from './seed.js';
import { type BenchServer, freePort, residentMiB, startServer } from './servers.js';

/**
 * `npm run bench`: the native API beside a server written by hand for the same requests, on the same tables
 * of one Postgres, in one run, by turns. What counts is the ratio. `npm run bench -- lease` measures the rows with
 * that word in their name alone.
 */
const [word = ''] = process.argv.slice(2);
const ROUNDS = 5;
const SECONDS = 3;

const home = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const port = await freePort();
const api = await startServer('dist/apps/api/src/main.js', [], port, {
  PORT: String(port),
  PATCHBAY_HOME: home,
  PATCHBAY_RATE_LIMIT_PER_MINUTE: '0',
  NODE_ENV: 'production',
});
const idle = await residentMiB(api.process.pid!);
let reference: BenchServer | undefined;
try {
  const seeded = await seed(api, home);
  const { base, firstId, tokens } = seeded;
  reference = await startReference();
  const other = (await post(`${reference.url}/connections`, '', connection('own'))) as { id: number };
  await table(rows(api.url + base, reference.url, seeded, other.id));
  await table([tokenRow(`${api.url}${base}/connections/${firstId}`, tokens)], ['ES256', 'HS256']);
  print(`\nAPI ready in ${Math.round(api.startMs)} ms with the first start of the embedded Postgres; `);
  print(`${Math.round(idle)} MiB resident when idle. ${cpus().length} cores, ${cpus()[0]!.model}, `);
  print(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.\n`);
} finally {
  await reference?.stop();
  await api.stop();
  await rm(home, { recursive: true, force: true });
}

async function startReference(): Promise<BenchServer> {
  const socket = JSON.parse(await readFile(join(home, 'postgres-socket.json'), 'utf8')) as object;
  const password = (await readFile(join(home, 'postgres-password'), 'utf8')).trim();
  const login = JSON.stringify({ ...socket, user: 'postgres', password });
  const free = await freePort();
  return startServer('dist/test/bench/reference-server.js', [String(free), login, '1'], free, {
    NODE_ENV: 'production',
  });
}

async function table(all: readonly Row[], [ours, other] = ['Patchbay', 'by hand']): Promise<void> {
  const asked = all.filter(({ name }) => name.includes(word));
  if (asked.length === 0) return;
  print(`\n| request | ${ours} | ${other} | ratio | goal |\n| --- | --- | --- | --- | --- |\n`);
  for (const row of asked) {
    await requestsPerSecond(row.ours, 1);
    await requestsPerSecond(row.reference, 1);
    const oursPerSecond: number[] = [];
    const othersPerSecond: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      oursPerSecond.push(await requestsPerSecond(row.ours, SECONDS));
      othersPerSecond.push(await requestsPerSecond(row.reference, SECONDS));
    }
    const [a, b] = [median(oursPerSecond), median(othersPerSecond)];
    print(
      `| ${row.name} | ${Math.round(a)}/s | ${Math.round(b)}/s | ${(a / b).toFixed(2)} | ${row.goal} |\n`,
    );
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
