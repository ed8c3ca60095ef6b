import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { LOCAL_CHECKS, sampleConnection } from '../support/checks.js';
import { withClient } from '../support/databases.js';
import { nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { jobEnded, startTestWorker } from '../support/worker.js';

const DAY_MS = 86_400_000;
const NIGHTLY = '0 3 * * *';
/** Nobody listens there, so that its jobs end at once. */
const CLOSED = {
  type: 'POSTGRES',
  payload: { host: '127.0.0.1', port: 1, database: 'x' },
  credential: { type: 'SIMPLE', payload: { username: 'u', password: 'p' } },
};
const later = (days: number): Date => new Date(Date.now() + days * DAY_MS);

describe('schedules', () => {
  let test: TestApp;
  let sample: SampleDatabase;
  let workers: readonly RunningWorker[] = [];
  beforeAll(async () => {
    sample = await startSampleDatabase();
    test = await startTestApp({ checks: LOCAL_CHECKS });
    workers = [await startTestWorker(), await startTestWorker()];
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await test.close();
    await sample.stop();
  });

  const connect = async (tenant: TestTenant, more: object): Promise<number> => {
    const made = await nativeClient(test, tenant)
      .post('/connections', { ...CLOSED, ...more, name: unique('c') })
      .expect(201);
    return (made.body as { id: number }).id;
  };
  const jobsOf = async (tenant: TestTenant, id: number) =>
    (await nativeClient(test, tenant).get(`/jobs?connection_id=${id}`).expect(200)).body as {
      id: number;
      kind: string;
      created_by: string;
    }[];
  const idsOf = (count: number, make: () => Promise<number>) =>
    Promise.all(Array.from({ length: count }, make));

  const setStatus = (tenant: TestTenant, status: 'suspended' | 'active') =>
    test
      .http()
      .patch(`/api/platform/tenants/${tenant.slug}`)
      .set(bearer(PLATFORM_KEY))
      .send({ status })
      .expect(200);

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().get(`${tenant.base}/connections/1/checks`).expect(401);
  });

  it('begins each discovery that is due once, however many workers look', async () => {
    const tenant = await createTenant(test);
    const ids = await idsOf(25, () => connect(tenant, { discovery_schedule: NIGHTLY }));
    const without = await connect(tenant, { discovery_schedule: null });
    await Promise.all(workers.map(({ schedules }) => schedules.run()));
    for (const id of ids) expect(await jobsOf(tenant, id)).toEqual([]);

    const at = later(2);
    await Promise.all([...workers, ...workers].map(({ schedules }) => schedules.run(at)));
    await workers[0]!.schedules.run(at);
    for (const id of ids) {
      expect(await jobsOf(tenant, id)).toMatchObject([
        { kind: 'discovery', created_by: 'patchbay/schedule' },
      ]);
    }
    expect(await jobsOf(tenant, without)).toEqual([]);
    const events = await nativeClient(test, tenant)
      .get('/audit-events?action=connection.discover')
      .expect(200);
    expect(events.body).toHaveLength(ids.length);
  });

  it('counts turns that nobody took once, and ends with the schedule', async () => {
    const tenant = await createTenant(test);
    const client = nativeClient(test, tenant);
    const id = await connect(tenant, { discovery_schedule: NIGHTLY });
    const [worker] = workers as [RunningWorker];
    await worker.schedules.run(later(10));
    await worker.schedules.run(later(10));
    expect(await jobsOf(tenant, id)).toHaveLength(1);
    await client.put(`/connections/${id}`, { discovery_schedule: null }).expect(200);
    await worker.schedules.run(later(20));
    expect(await jobsOf(tenant, id)).toHaveLength(1);
  });

  it('leaves out what is deleted, excluded, or of a suspended tenant', async () => {
    const tenant = await createTenant(test);
    const client = nativeClient(test, tenant);
    const excluded = await connect(tenant, { discovery_schedule: NIGHTLY, exclude_all_tables: true });
    const deleted = await connect(tenant, { discovery_schedule: NIGHTLY });
    await client.delete(`/connections/${deleted}`).expect(200);
    const asleep = await createTenant(test);
    const ofAsleep = await connect(asleep, { discovery_schedule: NIGHTLY });
    await setStatus(asleep, 'suspended');
    await workers[0]!.schedules.run(later(2));
    await setStatus(asleep, 'active');
    expect(await jobsOf(tenant, excluded)).toEqual([]);
    expect(await jobsOf(tenant, deleted)).toEqual([]);
    expect(await jobsOf(asleep, ofAsleep)).toEqual([]);
  });

  describe('of checks', () => {
    const HOURLY = '0 * * * *';
    const WRONG = { username: 'sample_reader', password: 'not-the-password' };

    const get = async (tenant: TestTenant, path: string) =>
      (await nativeClient(test, tenant).get(path).expect(200)).body;
    let day = 1;
    /** Has the next scheduled check made, and says how many there have been. */
    const nextCheck = async (tenant: TestTenant, id: number): Promise<number> => {
      day += 1;
      await workers[0]!.schedules.run(later(day));
      const checks = (await jobsOf(tenant, id)).filter(({ kind }) => kind === 'check');
      for (const job of checks) await jobEnded(test, tenant, job.id);
      return checks.length;
    };

    it('keep a history, with those of people, and tell how the connection fares', async () => {
      const tenant = await createTenant(test);
      const id = await connect(tenant, { check_schedule: HOURLY });
      const path = `/connections/${id}`;
      expect(await get(tenant, path)).toMatchObject({ health: null });
      expect(await nextCheck(tenant, id)).toBe(1);
      const [check, ...others] = await get(tenant, `${path}/checks`);
      expect(others).toEqual([]);
      expect(check).toMatchObject({
        status: 'done',
        connection_id: id,
        created_by: 'patchbay/worker',
        result: { ok: false },
      });
      const health = { status: 'failing', since: check.finished_at, last_ok: null };
      expect(await get(tenant, path)).toMatchObject({
        health: { ...health, consecutive_failures: 1 },
        last_check: { id: check.id, code: 'connect_refused' },
      });
      await nativeClient(test, tenant).post(`${path}/test`, {}).expect(200);
      expect((await get(tenant, path)).health).toEqual({ ...health, consecutive_failures: 2 });
      expect(await get(tenant, `${path}/checks`)).toMatchObject([{ id: expect.any(Number) }, check]);
    });

    it('keep a hundred', async () => {
      const tenant = await createTenant(test);
      const id = await connect(tenant, { check_schedule: HOURLY });
      await withClient('superuser', (client) =>
        client.query(
          `insert into checks (tenant_id, connection_id, type, status, ok, steps, duration_ms, deadline_ms, created_by)
           select tenant_id, id, type, 'done', true, '[]', 1, 1, 'somebody' from connections, generate_series(1, 120)
           where id = $1`,
          [id],
        ),
      );
      await nextCheck(tenant, id);
      const checks = await get(tenant, `/connections/${id}/checks`);
      expect(checks).toHaveLength(100);
      expect(checks[0]).toMatchObject({ created_by: 'patchbay/worker' });
    });

    it('stop when the login was refused five times, until the connection changes', async () => {
      const tenant = await createTenant(test);
      const client = nativeClient(test, tenant);
      const id = await connect(tenant, {
        check_schedule: HOURLY,
        ...sampleConnection(sample, { login: WRONG }),
      });
      const path = `/connections/${id}`;
      for (let i = 0; i < 4; i += 1) await client.post(`${path}/test`, {}).expect(200);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'failing', consecutive_failures: 4 });
      expect(await nextCheck(tenant, id)).toBe(1);
      const { health } = await get(tenant, path);
      expect(health).toMatchObject({ status: 'blocked', last_ok: null, consecutive_failures: 5 });
      expect(await nextCheck(tenant, id)).toBe(1);

      const credential = { type: 'SIMPLE', payload: { ...sample.good } };
      const changed = await client.put(path, { credential }).expect(200);
      expect(changed.body.health).toEqual({ ...health, status: 'failing' });
      expect(await nextCheck(tenant, id)).toBe(2);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'healthy', consecutive_failures: 0 });
    });

    it('count logins of discoveries too, and of those alone what the login says', async () => {
      const tenant = await createTenant(test);
      const client = nativeClient(test, tenant);
      const unreachable = await connect(tenant, { discovery_schedule: HOURLY });
      const id = await connect(tenant, {
        discovery_schedule: HOURLY,
        ...sampleConnection(sample, { login: WRONG }),
      });
      const path = `/connections/${id}`;
      const nextDiscovery = async (): Promise<number> => {
        day += 1;
        await workers[0]!.schedules.run(later(day));
        const jobs = await jobsOf(tenant, id);
        for (const job of jobs) await jobEnded(test, tenant, job.id);
        return jobs.length;
      };
      for (let turn = 1; turn <= 5; turn += 1) expect(await nextDiscovery()).toBe(turn);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'blocked', consecutive_failures: 5 });
      expect(await nextDiscovery()).toBe(5);
      expect((await get(tenant, `/connections/${unreachable}`)).health).toBeNull();

      await client.put(path, { credential: { type: 'SIMPLE', payload: { ...sample.good } } }).expect(200);
      expect(await nextDiscovery()).toBe(6);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'healthy', consecutive_failures: 0 });
    });

    it('go on when a shared credential gets another secret', async () => {
      const tenant = await createTenant(test);
      const client = nativeClient(test, tenant);
      const shared = { name: unique('s'), type: 'SIMPLE', payload: WRONG };
      const { body: credential } = await client.post('/credentials', shared).expect(201);
      const { payload } = sampleConnection(sample);
      const id = await connect(tenant, {
        check_schedule: HOURLY,
        payload,
        credential: { id: credential.id },
      });
      const path = `/connections/${id}`;
      for (let i = 0; i < 5; i += 1) await client.post(`${path}/test`, {}).expect(200);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'blocked' });
      expect(await nextCheck(tenant, id)).toBe(0);
      await client.put(`/credentials/${credential.id}`, { payload: { ...sample.good } }).expect(200);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'failing' });
      expect(await nextCheck(tenant, id)).toBe(1);
      expect((await get(tenant, path)).health).toMatchObject({ status: 'healthy' });
    });
  });
});
