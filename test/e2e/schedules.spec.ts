import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { startTestWorker } from '../support/worker.js';

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
  let workers: readonly RunningWorker[] = [];
  beforeAll(async () => {
    test = await startTestApp();
    workers = [await startTestWorker(), await startTestWorker()];
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await test.close();
  });

  const connect = async (tenant: TestTenant, more: object): Promise<number> => {
    const made = await nativeClient(test, tenant)
      .post('/connections', { ...CLOSED, name: unique('c'), ...more })
      .expect(201);
    expect(made.body).toMatchObject(more);
    return (made.body as { id: number }).id;
  };
  const jobsOf = async (tenant: TestTenant, id: number) =>
    (await nativeClient(test, tenant).get(`/jobs?connection_id=${id}`).expect(200)).body as {
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
});
