import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type JsonClient, jsonClient } from '../support/process/json-client.js';
import { freePort, peakMiB, startServer } from './servers.js';

/**
 * `npm run bench:discovery`: a source of 50,000 tables with 10 columns each, discovered for the first time and
 * again after one table in a hundred has changed, beside one client that copies the same rows out of the
 * source's catalog. `npm run bench:discovery -- 10000` takes another number of tables, a multiple of 500; the goals
 * are for 50,000.
 */
const TABLES = Number(process.argv[2] ?? 50_000);
const AT_ONCE = 500;
const CHANGED = TABLES / 100;
const SCHEMA = 'many';
const COLUMNS = Array.from({ length: 9 }, (_, n) => `c${n} text`).join(', ');
const GOALS = { first: 3, again: 0.3, peak: 250 };
if (!(TABLES > 0 && TABLES % AT_ONCE === 0)) throw new RangeError(`Tables: a multiple of ${AT_ONCE}.`);
const CATALOG = `copy (
  select n.nspname, c.relname, c.relkind, c.reltuples, obj_description(c.oid, 'pg_class'), a.attname, a.attnum,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, col_description(c.oid, a.attnum), k.contype, k.conkey, k.confrelid
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_constraint k on k.conrelid = c.oid and a.attnum = any(k.conkey) and k.contype in ('p', 'f')
  where n.nspname = '${SCHEMA}' and c.relkind in ('r', 'v')
  order by n.nspname, c.relname, a.attnum) to stdout`;

const home = await mkdtemp(join(tmpdir(), 'patchbay-discovery-'));
const port = await freePort();
const sample = await startSampleDatabase();
const owner = await loginTo(sample, sample.superuser);
const product = await startServer('dist/apps/api/src/main.js', [], port, {
  PORT: String(port),
  PATCHBAY_HOME: home,
  PATCHBAY_EGRESS_ALLOW: '127.0.0.0/8',
  NODE_ENV: 'production',
});
try {
  await fill();
  const { api, path } = await connect();
  const copied = await seconds(() => owner.query(CATALOG));
  let pageWhileRunning = false;
  const first = await seconds(() =>
    discover(api, path, async () => {
      const { body } = await api('GET', `${path}/tables?limit=1`);
      pageWhileRunning ||= (body as unknown as unknown[]).length === 1;
    }),
  );
  const tables = Array.from(
    { length: CHANGED },
    (_, n) => `alter table ${SCHEMA}.t${n * 100} add column d int`,
  );
  await owner.query(tables.join('; '));
  const again = await seconds(() => discover(api, path));
  const copiedAgain = await seconds(() => owner.query(CATALOG));
  const copy = (copied + copiedAgain) / 2;

  print('| discovery | measured | beside | ratio | goal |\n| --- | --- | --- | --- | --- |\n');
  row('first, beside a COPY of the catalog', first, copy, GOALS.first);
  row('again after 1 % changed, beside the first', again, first, GOALS.again);
  const peak = Math.round(await peakMiB(product.process.pid!));
  print(`\n${TABLES} tables. API and worker in one process held ${peak} MiB at most (goal ${GOALS.peak}); `);
  print(
    `the first page could ${pageWhileRunning ? '' : 'not '}be read while the job ran. ${cpus().length} cores, `,
  );
  print(`${cpus()[0]!.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.\n`);
} finally {
  await product.stop();
  await owner.end();
  await sample.stop();
  await rm(home, { recursive: true, force: true });
}

async function loginTo({ host, port, database }: SampleDatabase, login: SampleDatabase['good']) {
  const client = new pg.Client({ host, port, database, user: login.username, password: login.password });
  await client.connect();
  return client;
}

async function fill(): Promise<void> {
  const reader = sample.good.username;
  await owner.query(`create schema ${SCHEMA}; grant usage on schema ${SCHEMA} to ${reader}`);
  await owner.query(`alter default privileges in schema ${SCHEMA} grant select on tables to ${reader}`);
  for (let done = 0; done < TABLES; done += AT_ONCE) {
    const some = Array.from(
      { length: AT_ONCE },
      (_, n) => `create table ${SCHEMA}.t${done + n} (id bigint primary key, ${COLUMNS})`,
    );
    await owner.query(some.join('; '));
  }
  await owner.query('vacuum (analyze) pg_class, pg_attribute, pg_constraint');
}

/** A tenant with a connection to the source; answers a client of its administrator and the connection's path. */
async function connect(): Promise<{ api: JsonClient; path: string }> {
  const key = (await readFile(join(home, 'platform-admin.key'), 'utf8')).trim();
  const platform = jsonClient(product.url, key);
  await platform('POST', '/api/platform/tenants', { slug: 'bench', name: 'Bench' });
  const base = '/api/backend/bench/configuration';
  const account = await platform('POST', `${base}/service-accounts`, { name: 'bench', role: 'tenant_admin' });
  const api = jsonClient(product.url, String(account.body['api_key']));
  const { body } = await api('POST', `${base}/connections`, {
    name: 'source',
    type: 'POSTGRES',
    credential: { type: 'SIMPLE', payload: { ...sample.good } },
    payload: { host: sample.host, port: sample.port, database: sample.database },
    schemas: [SCHEMA],
  });
  return { api, path: `${base}/connections/${Number(body['id'])}` };
}

/** Waits for a discovery, and calls `whileItRuns` as long as it does. */
async function discover(api: JsonClient, path: string, whileItRuns?: () => Promise<void>): Promise<void> {
  const started = await api('POST', `${path}/discover`);
  const job = `${path.replace(/connections\/\d+$/, 'jobs')}/${Number(started.body['id'])}`;
  for (;;) {
    const { body } = await api('GET', job);
    if (body['state'] === 'succeeded') return;
    if (body['state'] === 'failed') throw new Error(`The discovery failed: ${JSON.stringify(body['error'])}`);
    await whileItRuns?.();
    await sleep(100);
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function row(name: string, measured: number, beside: number, goal: number): void {
  const ratio = (measured / beside).toFixed(2);
  print(`| ${name} | ${measured.toFixed(1)} s | ${beside.toFixed(1)} s | ${ratio} | ${goal} |\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
