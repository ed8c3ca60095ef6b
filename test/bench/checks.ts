import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { childProcesses } from '../support/child-processes.js';
import { PROBER_ENTRY } from '../support/probe.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { type CheckTenant, createTenants, runChecks } from './check-load.js';
import { compareWithHand } from './checks-by-hand.js';
import { median, percentile } from './load.js';
import { freePort, residentMiB, startServer } from './servers.js';

/**
 * `npm run bench:checks`: whether tenants feel it when the targets of one of them hang, what checks leave
 * behind, and what a check costs beside the same statements by hand.
 */
const TENANTS = 20;
const CHECKS_PER_TENANT = 10;
const ROUNDS = 3;
const GOALS = { fairness: 2, prober: 3 };

const home = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const port = await freePort();
const sample = await startSampleDatabase();
const silent = await listenOnLoopback(createServer());
const api = await startServer('dist/apps/api/src/main.js', [], port, {
  PORT: String(port),
  PATCHBAY_HOME: home,
  PATCHBAY_RATE_LIMIT_PER_MINUTE: '0',
  PATCHBAY_EGRESS_ALLOW: '127.0.0.0/8',
  NODE_ENV: 'production',
});
try {
  const [first, ...others] = (await createTenants(api.url, home, TENANTS)) as [CheckTenant, ...CheckTenant[]];
  const well = { host: sample.host, port: sample.port, database: sample.database, login: sample.good };
  const hanging = { ...well, port: silent.port };
  const others95 = async (): Promise<number> =>
    percentile(await runChecks(api.url, others, CHECKS_PER_TENANT, well), 95);

  // As it will be, so that everything there is has been loaded and has its size.
  for (let round = 0; round < ROUNDS; round += 1) await others95();
  const before = await footprint();
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await others95());
    const gone = new AbortController();
    const stuck = runChecks(api.url, [first], CHECKS_PER_TENANT, hanging, gone.signal);
    beside.push(await others95());
    gone.abort();
    await stuck;
  }
  const after = await footprint();

  print('| checks | measured | beside | ratio | goal |\n| --- | --- | --- | --- | --- |\n');
  const checks = `p95 of ${others.length * CHECKS_PER_TENANT} checks of ${others.length} tenants`;
  row(
    `${checks}, alone and beside ${CHECKS_PER_TENANT} that hang`,
    median(beside),
    median(alone),
    GOALS.fairness,
  );
  const hand = await compareWithHand(sample);
  row('a Postgres check in a warm prober, and the same by hand', hand.check, hand.same, GOALS.prober);
  row('the same check, and no more than connect and one query', hand.check, hand.least);
  print(`\nProbers: ${before.probers} before, ${after.probers} after. `);
  print(`API: ${Math.round(before.mib)} MiB resident before, ${Math.round(after.mib)} MiB after.\n`);
  print(
    `${cpus().length} cores, ${cpus()[0]!.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.\n`,
  );
} finally {
  await api.stop();
  await silent.close();
  await sample.stop();
  await rm(home, { recursive: true, force: true });
}

async function footprint(): Promise<{ probers: number; mib: number }> {
  const pid = api.process.pid!;
  const [probers, mib] = await Promise.all([childProcesses(pid, PROBER_ENTRY), residentMiB(pid)]);
  return { probers: probers.length, mib };
}

function row(name: string, ms: number, reference: number, goal?: number): void {
  const limit = goal === undefined ? '' : `≤ ${goal}`;
  print(
    `| ${name} | ${ms.toFixed(1)} ms | ${reference.toFixed(1)} ms | ${(ms / reference).toFixed(2)} | ${limit} |\n`,
  );
}

function print(text: string): void {
  process.stdout.write(text);
}
