import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, median, requestsPerSecond } from './load.js';
import { type BenchServer, freePort, residentMiB, startServer } from './servers.js';

/**
 * `npm run bench`: the native API beside a server written by hand for the same requests, on the same tables
 * of one Postgres, in one run, by turns. What counts is the ratio.
 */
const ROUNDS = 5;
const SECONDS = 3;
const SEEDED = 1_000;

interface Row {
  readonly name: string;
  readonly goal: number;
  readonly ours: Load;
  readonly reference: Load;
}

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
  const { base, headers, firstId } = await seed(api);
  reference = await startReference(base);
  await table(rows(api.url + base, reference.url, headers, firstId));
  print(`\nAPI ready in ${Math.round(api.startMs)} ms with the first start of the embedded Postgres; `);
  print(`${Math.round(idle)} MiB resident when idle. ${cpus().length} cores, ${cpus()[0]!.model}, `);
  print(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.\n`);
} finally {
  await reference?.stop();
  await api.stop();
  await rm(home, { recursive: true, force: true });
}

async function seed({ url }: BenchServer) {
  const key = (await readFile(join(home, 'platform-admin.key'), 'utf8')).trim();
  await post(`${url}/api/platform/tenants`, key, { slug: 'bench', name: 'Bench' });
  const base = '/api/backend/bench/configuration';
  const account = await post(`${url}${base}/service-accounts`, key, { name: 'bench', role: 'tenant_admin' });
  const apiKey = (account as { api_key: string }).api_key;
  const made: { id: number }[] = [];
  for (let n = 0; n < SEEDED; n += 1) {
    made.push((await post(`${url}${base}/connections`, apiKey, connection(`seed-${n}`))) as { id: number });
  }
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return { base, headers, firstId: made[0]!.id };
}

async function startReference(_base: string): Promise<BenchServer> {
  const socket = JSON.parse(await readFile(join(home, 'postgres-socket.json'), 'utf8')) as object;
  const password = (await readFile(join(home, 'postgres-password'), 'utf8')).trim();
  const login = JSON.stringify({ ...socket, user: 'postgres', password });
  const free = await freePort();
  return startServer('dist/test/bench/reference-server.js', [String(free), login, '1'], free, {
    NODE_ENV: 'production',
  });
}

function rows(ours: string, other: string, headers: Record<string, string>, id: number): Row[] {
  const json = { 'content-type': 'application/json' };
  const create = (prefix: string) => {
    const run = `${prefix}-${Date.now()}`;
    return (n: number) => JSON.stringify(connection(`${run}-${n}-${Math.random()}`));
  };
  return [
    {
      name: 'GET by id',
      goal: 0.8,
      ours: { url: `${ours}/connections/${id}`, method: 'GET', headers },
      reference: { url: `${other}/connections/${id}`, method: 'GET', headers: {} },
    },
    {
      name: 'list of 50',
      goal: 0.75,
      ours: { url: `${ours}/connections?limit=50`, method: 'GET', headers },
      reference: { url: `${other}/connections?limit=50`, method: 'GET', headers: {} },
    },
    {
      name: 'create',
      goal: 0.5,
      ours: { url: `${ours}/connections`, method: 'POST', headers, body: create('ours') },
      reference: { url: `${other}/connections`, method: 'POST', headers: json, body: create('reference') },
    },
  ];
}

async function table(all: readonly Row[]): Promise<void> {
  print('| request | Patchbay | by hand | ratio | goal |\n| --- | --- | --- | --- | --- |\n');
  for (const row of all) {
    await requestsPerSecond(row.ours, 1);
    await requestsPerSecond(row.reference, 1);
    const ours: number[] = [];
    const other: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await requestsPerSecond(row.ours, SECONDS));
      other.push(await requestsPerSecond(row.reference, SECONDS));
    }
    const [a, b] = [median(ours), median(other)];
    print(
      `| ${row.name} | ${Math.round(a)}/s | ${Math.round(b)}/s | ${(a / b).toFixed(2)} | ${row.goal} |\n`,
    );
  }
}

function connection(name: string) {
  return {
    name,
    type: 'REDSHIFT',
    credential: { type: 'SIMPLE', payload: { username: 'test', password: 'test' } },
    payload: { endpoint_prefix: 'tlm-redshift02', database: 'production_db', port: 5439 },
  };
}

async function post(url: string, key: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function print(text: string): void {
  process.stdout.write(text);
}
