import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Load, median, requestsPerSecond } from './load.js';
import { seed } from './seed.js';
import { freePort, startServer } from './servers.js';

/**
 * `npm run bench:scale`: what one tenant with 100 connections waits for while the store holds 10,000
 * connections in 100 tenants, and then 1,000,000 in 10,000. Both in one run, on one database.
 */
const OF_EACH = 100;
const SMALL_TENANTS = 100;
const LARGE_TENANTS = 10_000;
const ROUNDS = 5;
const SECONDS = 3;
const GOAL = 1.3;
const TABLES = ['connections', 'credentials', 'credential_versions'];

const home = await mkdtemp(join(tmpdir(), 'patchbay-scale-'));
const port = await freePort();
const api = await startServer('dist/apps/api/src/main.js', [], port, {
  PORT: String(port),
  PATCHBAY_HOME: home,
  PATCHBAY_RATE_LIMIT_PER_MINUTE: '0',
  NODE_ENV: 'production',
});
let client: pg.Client | undefined;
try {
  const { base, headers, resolver, firstId } = await seed(api, home, OF_EACH);
  client = await superuser();
  const of = `${api.url}${base}/connections`;
  const body = () => JSON.stringify({ purpose: 'bench', ttl_seconds: 60 });
  const loads: Record<string, Load> = {
    'GET by id': { url: `${of}/${firstId}`, method: 'GET', headers },
    'list of 50': { url: `${of}?limit=50`, method: 'GET', headers },
    lease: { url: `${of}/${firstId}/lease`, method: 'POST', headers: resolver, body },
  };
  await fill(client, 1, SMALL_TENANTS - 1);
  const small = await measure(loads);
  await fill(client, SMALL_TENANTS, LARGE_TENANTS - 1);
  const before = await sequentialScans(client);
  const large = await measure(loads);
  const scans = (await sequentialScans(client)) - before;
  print(
    '| request | 10,000 connections | 1,000,000 | times as long | goal |\n| --- | --- | --- | --- | --- |\n',
  );
  for (const [name, rate] of small) {
    const now = large.get(name)!;
    print(
      `| ${name} | ${Math.round(rate)}/s | ${Math.round(now)}/s | ${(rate / now).toFixed(2)} | ${GOAL} |\n`,
    );
  }
  print(`\nScans of whole tables (${TABLES.join(', ')}) while it was measured at 1,000,000: ${scans}. `);
  print(`${cpus().length} cores, ${cpus()[0]!.model}, Node ${process.version}, `);
  print(`${new Date().toISOString().slice(0, 10)}.\n`);
} finally {
  await client?.end();
  await api.stop();
  await rm(home, { recursive: true, force: true });
}

async function superuser(): Promise<pg.Client> {
  const socket = JSON.parse(await readFile(join(home, 'postgres-socket.json'), 'utf8')) as object;
  const password = (await readFile(join(home, 'postgres-password'), 'utf8')).trim();
  const login = new pg.Client({ ...socket, user: 'postgres', password, database: 'patchbay' });
  await login.connect();
  return login;
}

/** Tenants from the first to the last, each with its connections; nobody opens their secrets. */
async function fill(login: pg.Client, first: number, last: number): Promise<void> {
  const numbers = `generate_series(${first}, ${last}) t`;
  const rows = `(select t.id as tenant_id, n from tenants t, generate_series(1, ${OF_EACH}) n
    where t.slug between 'fill-' || lpad('${first}', 6, '0') and 'fill-' || lpad('${last}', 6, '0')) rows`;
  await login.query(`insert into tenants (slug, name, created_by)
    select 'fill-' || lpad(t::text, 6, '0'), 'Fill', 'bench' from ${numbers}`);
  await login.query(`insert into credentials (tenant_id, type, inline, fingerprint, created_by, updated_by)
    select tenant_id, 'SIMPLE', true, '', 'bench', 'bench' from ${rows}`);
  await login.query(`insert into credential_versions
      (tenant_id, credential_id, secret_version, sealed, fingerprint, created_by)
    select c.tenant_id, c.id, 1, decode(repeat('00', 90), 'hex'), '', 'bench' from credentials c
    where not exists (select 1 from credential_versions v where v.tenant_id = c.tenant_id and v.credential_id = c.id)`);
  await login.query(`insert into connections
      (tenant_id, name, name_key, type, db_type, payload, credential_id, created_by, updated_by)
    select c.tenant_id, 'c-' || c.id, 'c-' || c.id, 'REDSHIFT', 'REDSHIFT',
      '{"endpoint_prefix": "tlm-redshift02", "database": "production_db", "port": 5439}', c.id, 'bench', 'bench'
    from credentials c
    where not exists (select 1 from connections o where o.tenant_id = c.tenant_id and o.credential_id = c.id)`);
  await login.query('vacuum (analyze)');
  await login.query('checkpoint');
}

async function measure(loads: Readonly<Record<string, Load>>): Promise<Map<string, number>> {
  const rates = new Map<string, number>();
  for (const [name, load] of Object.entries(loads)) {
    await requestsPerSecond(load, 1);
    const found: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) found.push(await requestsPerSecond(load, SECONDS));
    rates.set(name, median(found));
  }
  return rates;
}

/** How often a statement read one of the tables from end to end. */
async function sequentialScans(login: pg.Client): Promise<number> {
  await login.query('select pg_stat_force_next_flush()');
  const { rows } = await login.query<{ scans: string }>(
    'select sum(seq_scan) as scans from pg_stat_user_tables where relname = any($1)',
    [TABLES],
  );
  return Number(rows[0]!.scans);
}

function print(text: string): void {
  process.stdout.write(text);
}
