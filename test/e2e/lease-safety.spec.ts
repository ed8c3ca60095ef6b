import { type TestApp, startTestApp, unique } from '../support/app.js';
import { withoutAudit } from '../support/failing-audit.js';
import { LEASED, LeaseClient } from '../support/leases.js';
import { asWorker } from '../support/maintenance.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

describe('leases and what ends them', () => {
  let test: TestApp;
  let second: TestApp;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(async () => {
    await Promise.all([test.close(), second.close()]);
    await store.drop();
  });

  const world = async () => {
    const here = new LeaseClient(test, await createTenant(test));
    return { here, there: here.through(second) };
  };
  const HOUR_SECONDS = 60 * 60;

  it('no secret leaves that is not written down', async () => {
    const { here } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const token = await here.wrap(id, key);
    const held = (await here.lease(id, key)).body.lease_id as number;
    await withoutAudit(here.tenant.slug, async () => {
      for (const call of [
        here.lease(id, key),
        here.lease(id, key, { wrap: true }),
        here.unwrap(token, key),
        here.post(`/leases/${held}/renew`, {}, key),
        here.delete(`/leases/${held}`, key),
        here.post('/leases/revoke'),
      ]) {
        const answer = await call.expect(503);
        expect(answer.body.code).toBe('audit_unavailable');
        expect(answer.headers['retry-after']).toBe('5');
        for (const secret of Object.values(LEASED)) expect(answer.text).not.toContain(secret);
        expect(answer.text).not.toContain('wrap_token');
      }
    });
    expect((await here.get('/leases')).body).toMatchObject([{ status: 'active' }, { status: 'wrapped' }]);
    await here.unwrap(token, key).expect(200);
  });

  it('the kill switch holds on every instance', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const lease = (await there.lease(id, key).expect(201)).body.lease_id as number;
    const token = await there.wrap(id, key);
    await there.lease(id, key).set('if-none-match', '"1.1"').expect(304);
    await here.post(`/connections/${id}/leases/revoke`).expect(200);
    expect((await there.post(`/leases/${lease}/renew`, {}, key).expect(409)).body.code).toBe('lease_ended');
    expect((await there.unwrap(token, key).expect(409)).body.code).toBe('lease_ended');
    await there.lease(id, key).set('if-none-match', '"1.1"').expect(201);
  });

  it('a suspended tenant is given none, and opens none', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const token = await there.wrap(id, key);
    const lease = (await there.lease(id, key).expect(201)).body.lease_id as number;
    await here.suspend().expect(200);
    for (const call of [
      there.lease(id, key),
      there.lease(id, key).set('if-none-match', '"1.1"'),
      there.unwrap(token, key),
      there.post(`/leases/${lease}/renew`, {}, key),
    ]) {
      const answer = await call.expect(403);
      expect(answer.body.code).toBe('tenant_suspended');
    }
    await here.suspend('active').expect(200);
    await there.unwrap(token, key).expect(200);
  });

  it('a deleted service account has none and opens none', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const [gone, stays] = [await here.resolver(), await here.resolver()];
    const token = await there.wrap(id, gone.key);
    await there.lease(id, gone.key).expect(201);
    const handed = await there.wrap(id, stays.key);
    await here.delete(`/service-accounts/${gone.id}`).expect(200);
    await there.lease(id, gone.key).expect(401);
    await there.unwrap(handed, gone.key).expect(401);
    expect((await there.unwrap(token, stays.key).expect(409)).body.code).toBe('lease_ended');
    await there.unwrap(handed, stays.key).expect(200);
  });

  it('a lower limit of the tenant holds on every instance at once', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    await there.lease(id, key, { ttl_seconds: 600 }).expect(201);
    const wrapped = await there.wrap(id, key, { ttl_seconds: 600 });
    await test
      .http()
      .patch(`${here.tenant.base}/settings`)
      .set({ authorization: `Bearer ${here.tenant.admin}` })
      .send({ max_lease_seconds: 60 })
      .expect(200);
    await there.lease(id, key, { ttl_seconds: 600 }).expect(422);
    const opened = await there.unwrap(wrapped, key).expect(200);
    expect(Date.parse(opened.body.expires_at)).toBeLessThan(Date.now() + 70_000);
  });

  it('whoever leases while the connection changes gets one state of it, and is told of the other', async () => {
    const { here, there } = await world();
    const { key } = await here.resolver();
    const id = await here.connection();
    const versions = Array.from({ length: 12 }, (_, index) => `password-${index}`);
    const writes = (async () => {
      for (const password of versions) {
        const credential = { type: 'GENERIC_MAP', payload: { username: 'reader', password } };
        await here.put(`/connections/${id}`, { credential }).expect(200);
      }
    })();
    const leases = await Promise.all(Array.from({ length: 30 }, () => there.lease(id, key)));
    await writes;
    const { version } = (await here.get(`/connections/${id}`)).body as { version: number };
    for (const { status, body } of leases) {
      expect(status).toBe(201);
      const password = body.version === 1 ? LEASED.password : versions[body.version - 2];
      expect(body.credential.payload.password).toBe(password);
      const shown = await here.get('/leases');
      const lease = shown.body.find((one: { id: number }) => one.id === body.lease_id);
      expect(lease.changed_at !== null).toBe(body.version < version);
    }
  });

  it('a request that comes twice opens the same lease, while it lasts', async () => {
    const { here, there } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const take = async (end: (lease: number) => PromiseLike<unknown>) => {
      const ask = unique('key');
      const first = await here.lease(id, key).set('idempotency-key', ask).expect(201);
      const again = () => there.lease(id, key).set('idempotency-key', ask);
      const second = await again().expect(201);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(second.body).toEqual(first.body);
      await end(first.body.lease_id as number);
      const ended = await again().expect(409);
      for (const secret of Object.values(LEASED)) expect(ended.text).not.toContain(secret);
      return ended.body.code as string;
    };
    expect(await take((lease) => here.delete(`/leases/${lease}`, key).expect(200))).toBe('lease_ended');
    expect(await take((lease) => here.expire(lease))).toBe('lease_ended');
    expect(await take(() => here.put(`/connections/${id}`, { name: unique('n') }).expect(200))).toBe(
      'connection_changed',
    );
    expect(await take(() => here.delete(`/connections/${id}`).expect(200))).toBe('lease_ended');
    expect((await here.get('/leases')).body).toHaveLength(4);
    expect((await here.get('/audit-events?action=lease.repeat')).body).toHaveLength(4);
  });

  it('a request that comes twice opens nothing for who lost the right meanwhile', async () => {
    const { here, there } = await world();
    const [own, other] = [await createProject(test, here.tenant), await createProject(test, here.tenant)];
    const { id: accountId, key } = await here.resolver([own]);
    const user = here.tenant.token('resolver');
    const ask = unique('key');
    const lease = (connection: number, token: string) =>
      there.lease(connection, token).set('idempotency-key', ask);
    const refused = async (connection: number, token: string, status: number) =>
      (await lease(connection, token).expect(status)).body.code as string;

    const moved = await here.connection(redshift(), own);
    await lease(moved, key).expect(201);
    await lease(moved, user).expect(201);
    await here.post(`/connections/${moved}/move`, { project_id: other }).expect(200);
    expect(await refused(moved, key, 404)).toBe('connection_not_found');
    const nobody = { lease_policy: { mode: 'listed', service_account_ids: [] } };
    await here.put(`/connections/${moved}`, nobody).expect(200);
    expect(await refused(moved, user, 403)).toBe('lease_not_permitted');
    // The same person, with another role.
    expect(await refused(moved, here.tenant.token('viewer'), 403)).toBe('permission_denied');
    await here.delete(`/service-accounts/${accountId}`).expect(200);
    await lease(moved, key).expect(401);
  });

  it('a lease is forgotten by the worker a day after its end, and no sooner', async () => {
    const { here } = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    const make = async (wrap = false) =>
      (await here.lease(id, key, { wrap }).expect(201)).body.lease_id as number;
    const [active, expired, revoked, wrapped] = [await make(), await make(), await make(), await make(true)];
    const [lately, stopped] = [await make(), await make()];
    for (const lease of [revoked, stopped]) await here.delete(`/leases/${lease}`, key).expect(200);
    await here.expire(expired, 25 * HOUR_SECONDS);
    await here.expire(wrapped, 25 * HOUR_SECONDS);
    await here.revokedBefore(revoked, 25 * HOUR_SECONDS);
    await here.expire(lately, 23 * HOUR_SECONDS);
    await here.revokedBefore(stopped, 23 * HOUR_SECONDS);
    expect(await asWorker(test, (maintenance) => maintenance.purgeEndedLeases())).toBeGreaterThanOrEqual(3);
    const left = (await here.get('/leases').expect(200)).body as { id: number }[];
    expect(left.map((lease) => lease.id)).toEqual([stopped, lately, active]);
    expect((await here.get('/audit-events?action=lease.create')).body).toHaveLength(6);
    await here.post(`/leases/${active}/renew`, {}, key).expect(200);
  });
});
