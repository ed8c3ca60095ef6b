import pg from 'pg';

import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { startTestProber } from '../support/probe.js';
import { median } from './load.js';

/** Milliseconds, the middle of many. */
export interface Comparison {
  readonly check: number;
  /** The statements of a check: version, a round trip, a list of tables. */
  readonly same: number;
  /** One statement alone. */
  readonly least: number;
}

const WARM_UP = 30;
const TIMES = 200;
const TABLES = `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
  order by 1, 2 limit 20`;

/** Checks in one warm prober, and what somebody would write instead of them in one process, by turns. */
export async function compareWithHand(sample: SampleDatabase): Promise<Comparison> {
  const { host, port, database, good } = sample;
  const prober = startTestProber();
  const check = async (): Promise<void> => {
    const credential = { type: 'SIMPLE', payload: { ...good } };
    const { ok } = await prober.probe('POSTGRES', { payload: { host, port, database }, credential });
    if (!ok) throw new Error('A check that should pass has failed.');
  };
  const byHand = async (statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ host, port, database, user: good.username, password: good.password });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const same = () => byHand(['select version()', 'select 1', TABLES]);
  const least = () => byHand(['select 1']);
  const times: { check: number[]; same: number[]; least: number[] } = { check: [], same: [], least: [] };
  try {
    for (let n = 0; n < WARM_UP + TIMES; n += 1) {
      times.check.push(await took(check));
      times.same.push(await took(same));
      times.least.push(await took(least));
    }
  } finally {
    await prober.close();
  }
  const middle = (all: readonly number[]): number => median(all.slice(WARM_UP));
  return { check: middle(times.check), same: middle(times.same), least: middle(times.least) };
}

async function took(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
