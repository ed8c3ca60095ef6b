import type { AddressInfo } from 'node:net';
import { LeaseWaiters } from '#core';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { LeaseClient } from '../support/leases.js';
import { createTenant } from '../support/tenant.js';

describe('the changes beneath leases', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(async () => {
    await Promise.all([test.close(), second.close()]);
  });

  const world = async () => {
    const here = new LeaseClient(test, await createTenant(test));
    return { here, there: here.through(second) };
  };
  const begin = async (client: LeaseClient, token: string): Promise<string> =>
    (await client.get('/leases/changes', token).expect(200)).body.cursor as string;
  /** Sent at once, and not when somebody awaits it. */
  const poll = (client: LeaseClient, token: string, cursor: string, seconds = 30) =>
    client.get(`/leases/changes?since=${cursor}&wait_seconds=${seconds}`, token).then((answer) => answer);
  /** Until so many requests wait on an instance. */
  const waiting = async (app: TestApp, count: number): Promise<void> => {
    while (app.app.get(LeaseWaiters, { strict: false }).size !== count)
      await new Promise((resolve) => setImmediate(resolve));
  };

  it('are protected', async () => {
    const { here } = await world();
    await test.http().get(`${here.tenant.base}/leases/changes`).expect(401);
    await here.get('/leases/changes', here.tenant.token('viewer')).expect(403);
    await here.get('/leases/changes?wait_seconds=31').expect(400);
    await here.get('/leases/changes?since=x').expect(400);
  });

  it('are told to whoever holds the lease, once, and to nobody else', async () => {
    const { here } = await world();
    const [a, b] = [await here.connection(), await here.connection()];
    const [one, two] = [await here.resolver(), await here.resolver()];
    const leases = [await here.lease(a, one.key), await here.lease(b, one.key)];
    const [first, second] = leases.map(({ body }) => body.lease_id as number);
    const cursor = await begin(here, one.key);
    const others = await begin(here, two.key);
    await here.put(`/connections/${a}`, { name: unique('renamed') }).expect(200);
    await here.post(`/connections/${b}/leases/revoke`).expect(200);
    const told = await poll(here, one.key, cursor, 0);
    const at = expect.any(String) as string;
    expect(told.body.changes).toEqual([
      { lease_id: first, connection_id: a, change: 'changed', reason: null, at },
      { lease_id: second, connection_id: b, change: 'revoked', reason: 'revoked', at },
    ]);
    expect((await poll(here, one.key, told.body.cursor, 0)).body.changes).toEqual([]);
    expect((await poll(here, two.key, others, 0)).body.changes).toEqual([]);
    expect((await poll(here, two.key, cursor, 0)).status).toBe(400);
  });

  it('end the waiting on another instance', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const lease = (await here.lease(id, key)).body.lease_id as number;
    const asked = poll(there, key, await begin(there, key));
    await waiting(second, 1);
    await here.post('/leases/revoke').expect(200);
    expect((await asked).body.changes).toMatchObject([{ lease_id: lease, change: 'revoked' }]);
    await waiting(second, 0);
  });

  it('are told although the listening connection was lost', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    await here.lease(id, key).expect(201);
    const asked = poll(there, key, await begin(there, key));
    await waiting(second, 1);
    await withClient('superuser', (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay-listen'`,
      ),
    );
    await here.post('/leases/revoke').expect(200);
    expect((await asked).body.changes).toHaveLength(1);
  });

  it('are waited for by four requests of a principal, and a client that hangs up frees its place', async () => {
    const { here } = await world();
    const { key } = await here.resolver();
    const cursor = await begin(here, key);
    const { port } = test.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}${here.tenant.base}/leases/changes?since=${cursor}&wait_seconds=30`;
    const clients = Array.from({ length: 4 }, () => new AbortController());
    const asked = clients.map(({ signal }) => fetch(url, { headers: bearer(key), signal }).catch(() => null));
    await waiting(test, 4);
    const refused = await poll(here, key, cursor);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_waiting']);
    for (const client of clients) client.abort();
    await Promise.all(asked);
    await waiting(test, 0);
    expect((await poll(here, key, cursor, 0)).status).toBe(200);
  });
});
