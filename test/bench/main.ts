import jwt from 'jsonwebtoken';
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
  const { base, headers, firstId, tokens } = await seed(api);
  reference = await startReference(base);
  await table(rows(api.url + base, reference.url, headers, firstId));
  print('\n');
  await table([tokenRow(`${api.url}${base}/connections/${firstId}`, tokens)], ['ES256', 'HS256']);
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
  const { id, api_key: apiKey } = account as { id: number; api_key: string };
  const made: { id: number }[] = [];
  for (let n = 0; n < SEEDED; n += 1) {
    made.push((await post(`${url}${base}/connections`, apiKey, connection(`seed-${n}`))) as { id: number });
  }
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const tokens = { ours: await ownToken(url, id, apiKey), shared: await sharedSecretToken() };
  return { base, headers, firstId: made[0]!.id, tokens };
}

/** A token of the service itself. */
async function ownToken(url: string, id: number, apiKey: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) throw new Error(`The token endpoint answered ${answer.status}.`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A token of the development issuer, as `npm run token` makes it. */
async function sharedSecretToken(): Promise<string> {
  const secret = (await readFile(join(home, 'development-jwt.secret'), 'utf8')).trim();
  return jwt.sign({ tenant: 'bench', email: 'bench@example.test', role: 'tenant_admin' }, secret, {
    subject: 'bench',
    issuer: 'patchbay-development',
    audience: 'patchbay',
    expiresIn: 3600,
  });
}

function tokenRow(url: string, tokens: { readonly ours: string; readonly shared: string }): Row {
  const load = (token: string): Load => ({
    url,
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  return { name: 'GET by id, by token', goal: 0.95, ours: load(tokens.ours), reference: load(tokens.shared) };
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
    {
      name: 'create with Idempotency-Key',
      goal: 0.35,
      ours: { url: `${ours}/connections`, method: 'POST', headers, body: create('keyed'), keyed: true },
      reference: { url: `${other}/connections`, method: 'POST', headers: json, body: create('unkeyed') },
    },
  ];
}

async function table(all: readonly Row[], [ours, other] = ['Patchbay', 'by hand']): Promise<void> {
  print(`| request | ${ours} | ${other} | ratio | goal |\n| --- | --- | --- | --- | --- |\n`);
  for (const row of all) {
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
