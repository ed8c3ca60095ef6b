import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sampleConnection } from '../support/checks.js';
import { childProcesses } from '../support/child-processes.js';
import { testDatabases, withClient } from '../support/databases.js';
import { WHOLE_PRODUCTS } from '../support/layer.js';
import { type HeldWorld, MANY, MANY_TABLES, startHeldWorld } from '../support/held-world.js';
import { unique } from '../support/app.js';
import { type Program, WORKER, startProgram } from '../support/process/program.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { jobEnded, startTestWorker } from '../support/worker.js';

const BUSY_JOBS = WHOLE_PRODUCTS ? 200 : 40;
const POLL_MS = 50;
/** As many connections are made at once. */
const ABREAST = 20;

describe('the jobs of several workers and tenants', () => {
  let world: HeldWorld;
  let tenant: TestTenant;
  beforeAll(async () => {
    world = await startHeldWorld();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    tenant = await createTenant(world.test);
  });

  const letGo = (): void => {
    world.source.hold(null);
    world.source.release();
  };

  describe('a worker that is killed', () => {
    let folder: string;
    let killed: Program;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'patchbay-keyring-'));
      const keys = { test: Buffer.alloc(32, 7).toString('base64') };
      await writeFile(join(folder, 'keyring.json'), JSON.stringify({ active: 'test', keys }), {
        mode: 0o600,
      });
    });
    afterAll(() => rm(folder, { recursive: true }));
    afterEach(async () => {
      letGo();
      killed.signal('SIGKILL');
      await killed.ended;
    });

    const startWorkerProcess = async (): Promise<void> => {
      const { user, password, host, port, database } = testDatabases().worker;
      const url = `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
      killed = startProgram(WORKER, {
        PATCHBAY_WORKER_DATABASE_URL: url,
        PATCHBAY_KEYRING_FILE: join(folder, 'keyring.json'),
        PATCHBAY_EGRESS_ALLOW: '127.0.0.0/8',
      });
      await killed.says(/worker started/);
    };
    /** What 30 seconds without a word of the worker do. */
    const loseTicket = async (job: number): Promise<number | null> =>
      withClient('superuser', async (sql) => {
        const { rowCount } = await sql.query(
          `update job_tickets set locked_until = clock_timestamp() where job = $1 and locked_until > clock_timestamp()`,
          [job],
        );
        return rowCount;
      });
    const killAtPage = async (job: number, held: number): Promise<void> => {
      await world.source.untilHeld(held);
      expect(await world.get(tenant, `/jobs/${job}`)).toMatchObject({ state: 'running', attempts: 1 });
      const probers = await childProcesses(killed.pid, 'prober');
      expect(probers).not.toEqual([]);
      killed.signal('SIGKILL');
      await killed.ended;
      // Its probers notice, and leave the source.
      await world.source.untilLeft();
      expect(await world.get(tenant, `/jobs/${job}`)).toMatchObject({ state: 'running' });
      expect(await loseTicket(job)).toBe(1);
      letGo();
    };
    /** Every name that is stored for a connection, doubles too. */
    const stored = async (table: string, connection: number) =>
      withClient('superuser', async (sql) => {
        const name = table === 'catalog_tables' ? 'name' : `concat_ws('.', table_name, column_name, change)`;
        const { rows } = await sql.query<{ name: string }>(
          `select ${name} as name from ${table} where connection_id = $1 order by name`,
          [connection],
        );
        return rows.map((row) => row.name);
      });

    it('has its first discovery done anew by another one, with no table twice', async () => {
      await startWorkerProcess();
      const id = await world.connect(tenant, { schemas: [MANY] });
      world.source.hold(2);
      const held = world.source.held() + 1;
      const job = await world.discover(tenant, id);
      await killAtPage(job, held);
      expect(await world.get(tenant, `/connections/${id}`)).toMatchObject({ indexing_status: 'PENDING' });

      const worker = await startTestWorker();
      try {
        expect(await jobEnded(world.test, tenant, job)).toMatchObject({
          state: 'succeeded',
          attempts: 2,
          error: null,
          progress: { tables_done: MANY_TABLES, tables_total: MANY_TABLES },
        });
      } finally {
        await worker.stop();
      }
      expect(await world.get(tenant, `/connections/${id}`)).toMatchObject({ indexing_status: 'INDEXED' });
      const names = await stored('catalog_tables', id);
      expect(names).toHaveLength(MANY_TABLES);
      expect(new Set(names).size).toBe(MANY_TABLES);
      // What the killed worker had stored is no change for the one that came after it.
      expect(await stored('catalog_changes', id)).toEqual([]);
      expect(await world.get(tenant, `/jobs?connection_id=${id}`)).toHaveLength(1);
    });

    it('has a later discovery done anew, with no change told twice', async () => {
      await startWorkerProcess();
      const id = await world.connect(tenant, { schemas: [MANY], exclude_tables: [`${MANY}.t_1`] });
      await jobEnded(world.test, tenant, await world.discover(tenant, id));
      await world.sql(
        `do $$ begin
          for n in 1..${MANY_TABLES} loop execute format('alter table ${MANY}.t_%s add column c int', n); end loop;
        end $$`,
      );
      // Behind the marks and a page of tables.
      world.source.hold(3);
      const held = world.source.held() + 1;
      const job = await world.discover(tenant, id);
      await world.source.untilHeld(held);
      // The page before is stored meanwhile.
      const told = () => stored('catalog_changes', id);
      while ((await told()).length === 0) await sleep(POLL_MS);
      await killAtPage(job, held);
      const before = await told();
      expect(before.length).toBeLessThan(MANY_TABLES - 1);

      const worker = await startTestWorker();
      try {
        expect(await jobEnded(world.test, tenant, job)).toMatchObject({ state: 'succeeded', attempts: 2 });
      } finally {
        await worker.stop();
      }
      const after = await told();
      expect(after).toEqual(expect.arrayContaining(before));
      expect(after).toHaveLength(MANY_TABLES - 1);
      expect(new Set(after).size).toBe(MANY_TABLES - 1);
    });
  });

  describe('a tenant whose hundreds of jobs hang', () => {
    let neighbour: TestTenant;
    let busy: number[];
    beforeEach(async () => {
      neighbour = await createTenant(world.test);
      world.source.hold(1);
      busy = [];
      while (busy.length < BUSY_JOBS) {
        const some = Array.from({ length: ABREAST }, async () =>
          world.discover(tenant, await world.connect(tenant)),
        );
        busy.push(...(await Promise.all(some)));
      }
    }, 60_000);
    afterEach(async () => {
      letGo();
      // They would be the next case's work.
      await withClient('superuser', (sql) => sql.query('delete from job_tickets'));
    });

    /** A job of the neighbour's, at a source that answers. */
    const single = async (): Promise<number> => {
      const members = sampleConnection(world.sample, { name: unique('c') });
      return world.discover(neighbour, await world.connect(neighbour, members));
    };
    const states = async () => {
      const { rows } = await withClient('superuser', (sql) =>
        sql.query(`select state, count(*)::int as count from jobs where id = any($1) group by state`, [busy]),
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    };

    it('leaves a turn to another tenant while they do', async () => {
      const held = world.source.held();
      const worker = await startTestWorker({ concurrency: 2, perTenant: 1 });
      try {
        await world.source.untilHeld(held + 1);
        expect(await jobEnded(world.test, neighbour, await single())).toMatchObject({ state: 'succeeded' });
        expect(await states()).toEqual({ running: 1, queued: BUSY_JOBS - 1 });
      } finally {
        await worker.stop();
      }
    });

    it('delays it by one of them, where only one job runs at a time', async () => {
      const held = world.source.held();
      const worker = await startTestWorker({ concurrency: 1, perTenant: 1 });
      try {
        await world.source.untilHeld(held + 1);
        const job = await single();
        world.source.release(1);
        expect(await jobEnded(world.test, neighbour, job)).toMatchObject({ state: 'succeeded', attempts: 1 });
        const { succeeded, running = 0, queued } = await states();
        expect([succeeded, running + queued]).toEqual([1, BUSY_JOBS - 1]);
        expect(await world.get(neighbour, '/jobs')).toHaveLength(1);
      } finally {
        await worker.stop();
      }
    });
  });
});
