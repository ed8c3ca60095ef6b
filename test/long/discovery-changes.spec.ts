import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { type HeldWorld, MANY, startHeldWorld } from '../support/held-world.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { jobEnded, jobUntil, startTestWorker } from '../support/worker.js';

const DELETED = { state: 'cancelled', error: { code: 'connection_deleted', message: expect.any(String) } };
const CANCELLED = { state: 'cancelled', error: null, cancel_requested: true };

describe('a discovery that something happens to', () => {
  let world: HeldWorld;
  let worker: RunningWorker | undefined;
  let tenant: TestTenant;
  let client: NativeClient;
  beforeAll(async () => {
    world = await startHeldWorld();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    tenant = await createTenant(world.test);
    client = nativeClient(world.test, tenant);
    worker = await startTestWorker();
  });
  afterEach(async () => {
    world.source.hold(null);
    world.source.release();
    await worker?.stop();
    worker = undefined;
  });

  const statusOf = async (id: number) => (await world.get(tenant, `/connections/${id}`)).indexing_status;
  const ended = (job: number) => jobEnded(world.test, tenant, job);
  /** A discovery that waits for the source's n-th page. */
  const heldDiscovery = async (id: number, page = 1): Promise<number> => {
    world.source.hold(page);
    const held = world.source.held();
    const job = await world.discover(tenant, id);
    await world.source.untilHeld(held + 1);
    return job;
  };
  const letGo = (): void => {
    world.source.hold(null);
    world.source.release();
  };
  const tablesOf = async (id: number): Promise<[string, string][]> =>
    (await world.get(tenant, `/connections/${id}/tables`)).map(
      ({ schema, status }: Record<string, string>) => [schema, status],
    );

  describe('when its connection is deleted', () => {
    it('ends while the source still keeps it waiting', async () => {
      const id = await world.connect(tenant);
      const job = await heldDiscovery(id);
      await client.delete(`/connections/${id}`).expect(200);
      expect(await ended(job)).toMatchObject({ ...DELETED, connection_id: id, cancel_requested: false });
      await world.source.untilLeft();
      await client.get(`/connections/${id}/tables`).expect(404);
      await client.post(`/connections/${id}/discover`, {}).expect(404);
      expect(await world.get(tenant, `/jobs?connection_id=${id}`)).toMatchObject([DELETED]);
      await client.delete(`/jobs/${job}`).expect(409);

      letGo();
      await client.post(`/connections/${id}/restore`, {}).expect(200);
      expect(await statusOf(id)).toBe('UNKNOWN');
      expect(await ended(await world.discover(tenant, id))).toMatchObject({ state: 'succeeded' });
      expect(await statusOf(id)).toBe('INDEXED');
    });

    it('stores no further page, and leaves nothing of one that is erased', async () => {
      const id = await world.connect(tenant, { schemas: [MANY] });
      const job = await heldDiscovery(id, 2);
      await jobUntil(world.test, tenant, job, ({ progress }) => progress.tables_done === 500);
      await client.delete(`/connections/${id}?erase=true`).expect(200);
      letGo();
      expect(await ended(job)).toMatchObject(DELETED);
      for (const table of ['catalog_tables', 'catalog_changes', 'job_tickets']) {
        const column = table === 'job_tickets' ? 'job' : 'connection_id';
        const { rows } = await withClient('superuser', (sql) =>
          sql.query(`select count(*)::int as count from ${table} where ${column} = $1`, [
            table === 'job_tickets' ? job : id,
          ]),
        );
        expect([table, rows[0].count]).toEqual([table, 0]);
      }
    });

    it('ends before it begins', async () => {
      await worker?.stop();
      const id = await world.connect(tenant);
      const job = await world.discover(tenant, id);
      expect(await statusOf(id)).toBe('PENDING');
      await client.delete(`/connections/${id}`).expect(200);
      expect(await world.get(tenant, `/jobs/${job}`)).toMatchObject({ state: 'queued' });
      worker = await startTestWorker();
      expect(await ended(job)).toMatchObject(DELETED);
    });
  });

  describe('when it is cancelled', () => {
    it('ends while the source still keeps it waiting', async () => {
      const id = await world.connect(tenant);
      const job = await heldDiscovery(id);
      const asked = await client.delete(`/jobs/${job}`).expect(200);
      expect(asked.body).toMatchObject({ id: job, state: 'running', cancel_requested: true });
      expect(await ended(job)).toMatchObject({ ...CANCELLED, attempts: 1 });
      expect(await statusOf(id)).toBe('UNKNOWN');
      await world.source.untilLeft();
      const again = await client.delete(`/jobs/${job}`).expect(409);
      expect(again.body.code).toBe('job_ended');

      letGo();
      const next = await world.discover(tenant, id);
      expect(next).not.toBe(job);
      expect(await ended(next)).toMatchObject({ state: 'succeeded' });
    });

    it('ends while the source keeps a closer look at a table waiting', async () => {
      const id = await world.connect(tenant);
      expect(await ended(await world.discover(tenant, id))).toMatchObject({ state: 'succeeded' });
      const [table] = (await world.get(tenant, `/connections/${id}/tables`)) as { id: number }[];
      world.source.hold(1);
      const held = world.source.held();
      const job = (await client.post(`/tables/${table!.id}/sync`, {}).expect(202)).body.id as number;
      await world.source.untilHeld(held + 1);
      expect(await world.get(tenant, `/tables/${table!.id}`)).toMatchObject({ status: 'SYNCHRONIZING' });
      await client.delete(`/jobs/${job}`).expect(200);
      expect(await ended(job)).toMatchObject({ ...CANCELLED, kind: 'table_sync' });
      await world.source.untilLeft();
      letGo();
      expect(await world.get(tenant, `/tables/${table!.id}`)).toMatchObject({
        status: 'NOT_SCANNED',
        ddl: null,
      });
      const next = (await client.post(`/tables/${table!.id}/sync`, {}).expect(202)).body.id as number;
      expect(await ended(next)).toMatchObject({ state: 'succeeded' });
      expect(await world.get(tenant, `/tables/${table!.id}`)).toMatchObject({ status: 'SCANNED' });
    });

    it('ends without a turn, though all turns of the tenant are taken', async () => {
      await worker?.stop();
      worker = await startTestWorker({ perTenant: 1, concurrency: 2 });
      const first = await heldDiscovery(await world.connect(tenant));
      const id = await world.connect(tenant);
      const job = await world.discover(tenant, id);
      expect(await statusOf(id)).toBe('PENDING');
      const asked = await client.delete(`/jobs/${job}`).expect(200);
      expect(asked.body).toMatchObject({ state: 'queued', cancel_requested: true });
      expect(await ended(job)).toMatchObject({ ...CANCELLED, attempts: 0, started_at: null });
      expect(await statusOf(id)).toBe('UNKNOWN');
      expect(await world.get(tenant, `/jobs/${first}`)).toMatchObject({ state: 'running' });
    });
  });

  it('goes on when the access rights of its tenant change', async () => {
    const id = await world.connect(tenant);
    const job = await heldDiscovery(id);
    await client.patch('/settings', { example_rows: false }).expect(200);
    letGo();
    expect(await ended(job)).toMatchObject({ state: 'succeeded', attempts: 1 });
  });

  describe('when what the connection shows changes', () => {
    const indexed = async (id: number): Promise<void> => {
      await ended(await world.discover(tenant, id));
      expect(await statusOf(id)).toBe('INDEXED');
    };
    /** Both discoveries of a connection, when the second one has ended. */
    const twoDiscoveries = async (id: number, first: number) => {
      expect(await ended(first)).toMatchObject({ state: 'succeeded' });
      const jobs = await world.get(tenant, `/jobs?connection_id=${id}`);
      expect(jobs).toHaveLength(2);
      expect(await ended(jobs[0].id)).toMatchObject({ state: 'succeeded' });
      expect(await statusOf(id)).toBe('INDEXED');
    };

    it('is begun again when it ends', async () => {
      const id = await world.connect(tenant);
      const job = await heldDiscovery(id);
      expect(await statusOf(id)).toBe('PENDING');
      const changed = await client.put(`/connections/${id}`, { schemas: ['public'] }).expect(200);
      expect(changed.body.indexing_status).toBe('RETRY');
      expect(await world.discover(tenant, id)).toBe(job);
      expect(await statusOf(id)).toBe('RETRY');
      letGo();
      await twoDiscoveries(id, job);
      const tables = await tablesOf(id);
      expect(new Set(tables.map(String))).toEqual(new Set(['sales,DEPRECATED', 'public,NOT_SCANNED']));
    });

    it('is begun again also when it fails', async () => {
      const wrong = { type: 'SIMPLE', payload: { username: 'nobody', password: 'wrong' } };
      await worker?.stop();
      const id = await world.connect(tenant, { credential: wrong });
      const job = await world.discover(tenant, id);
      await withClient('superuser', (sql) =>
        sql.query(`update connections set indexing_status = 'RETRY' where id = $1`, [id]),
      );
      worker = await startTestWorker();
      expect(await ended(job)).toMatchObject({ state: 'failed', error: { code: 'auth_failed' } });
      const [next] = await world.get(tenant, `/jobs?connection_id=${id}`);
      expect(next.id).not.toBe(job);
      expect(await ended(next.id)).toMatchObject({ state: 'failed' });
      expect(await statusOf(id)).toBe('FAILED');
    });

    it('because a former version is restored', async () => {
      const id = await world.connect(tenant);
      await client.put(`/connections/${id}`, { name: unique('renamed') }).expect(200);
      await indexed(id);
      await client.post(`/connections/${id}/versions/1/restore`, {}).expect(200);
      expect(await statusOf(id)).toBe('UNKNOWN');
      const job = await heldDiscovery(id);
      const restored = await client.post(`/connections/${id}/versions/2/restore`, {}).expect(200);
      expect(restored.body.indexing_status).toBe('RETRY');
      letGo();
      expect(await ended(job)).toMatchObject({ state: 'succeeded' });
      const [next] = await world.get(tenant, `/jobs?connection_id=${id}`);
      expect(await ended(next.id)).toMatchObject({ state: 'succeeded' });
      expect(await statusOf(id)).toBe('INDEXED');
    });

    it('because the secret of a shared credential does', async () => {
      const { good, superuser } = world.sample;
      const made = await client
        .post('/credentials', { name: unique('k'), type: 'SIMPLE', payload: superuser })
        .expect(201);
      const credential = { id: made.body.id as number };
      const [rested, running, other] = await Promise.all([
        world.connect(tenant, { credential }),
        world.connect(tenant, { credential }),
        world.connect(tenant),
      ]);
      await Promise.all([indexed(rested), indexed(other)]);
      const job = await heldDiscovery(running);
      const path = `/credentials/${credential.id}`;
      await client.put(path, { name: unique('renamed') }).expect(200);
      await client.put(path, { payload: superuser }).expect(200);
      expect([await statusOf(rested), await statusOf(running)]).toEqual(['INDEXED', 'PENDING']);
      await client.put(path, { payload: good }).expect(200);
      expect([await statusOf(rested), await statusOf(running)]).toEqual(['UNKNOWN', 'RETRY']);
      expect(await statusOf(other)).toBe('INDEXED');
      letGo();
      await twoDiscoveries(running, job);
    });
  });
});
