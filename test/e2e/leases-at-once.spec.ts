import { type TestApp, startTestApp, unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { withoutAudit } from '../support/failing-audit.js';
import { LEASED, LeaseClient, fullySealed } from '../support/leases.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { createProject, createTenant } from '../support/tenant.js';

describe('leases at once', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(async () => {
    await Promise.all([test.close(), second.close()]);
  });

  const ROUNDS = 6;
  const world = async () => new LeaseClient(test, await createTenant(test));

  /** The transactions that wrote the tenant's leases. */
  async function transactionsOf(client: LeaseClient): Promise<string[]> {
    const id = await tenantIdOf(client.tenant.slug);
    return withClient('superuser', async (connection) => {
      const text = 'select distinct xmin::text as one from leases where tenant_id = $1';
      return (await connection.query<{ one: string }>(text, [id])).rows.map(({ one }) => one);
    });
  }

  it('share transactions, and each gets its own answer', async () => {
    const here = await world();
    const [own, other] = [await createProject(test, here.tenant), await createProject(test, here.tenant)];
    const { key, id: accountId } = await here.resolver([own]);
    const { key: second } = await here.resolver([own]);
    const [mine, global] = [await here.connection(fullySealed(), own), await here.connection()];
    const foreign = await here.connection(fullySealed(), other);
    const listed = await here.connection({
      ...fullySealed(),
      lease_policy: { mode: 'listed', service_account_ids: [accountId] },
    });
    const name = unique('named');
    const named = await here.connection(fullySealed(name), own);
    const gone = await here.connection(fullySealed(), own);
    await here.delete(`/connections/${gone}`).expect(200);

    const byName = (text: string) =>
      here.post(`/projects/${own}/connections/lease`, { name: text, purpose: 'by name' }, key);
    const answers = await Promise.all(
      Array.from({ length: ROUNDS }, () => [
        here.lease(mine, key, { ttl_seconds: 60 }).expect(201),
        here.lease(global, second, { wrap: true }).expect(201),
        here.lease(listed, key).expect(201),
        here.lease(listed, second).expect(403),
        here.lease(mine, key, { ttl_seconds: 999_999_999 }).expect(422),
        here.lease(foreign, key).expect(404),
        here.lease(gone, key).expect(404),
        byName(name.toUpperCase()).expect(201),
        byName('nothing').expect(404),
      ]).flat(),
    );
    const made = answers.filter(({ status }) => status === 201);
    const leases = (await here.get('/leases?limit=100').expect(200)).body as Record<string, unknown>[];
    const byId = new Map(leases.map((lease) => [lease['id'], lease]));
    expect(leases).toHaveLength(ROUNDS * 4);
    expect(new Set(made.map(({ body }) => body.lease_id as number)).size).toBe(ROUNDS * 4);
    for (const { body } of made) {
      const lease = byId.get(body.lease_id)!;
      if ('wrap_token' in body) {
        expect(lease).toMatchObject({ connection_id: global, status: 'wrapped' });
        expect(JSON.stringify(body)).not.toContain(LEASED.password);
        continue;
      }
      expect([mine, listed, named]).toContain(lease['connection_id']);
      expect(lease).toMatchObject({ status: 'active', expires_at: body.expires_at });
      expect(body.credential.payload.password).toBe(LEASED.password);
    }
    for (const code of ['lease_not_permitted', 'validation_failed', 'connection_not_found']) {
      expect(answers.some(({ body }) => body.code === code)).toBe(true);
    }
    expect((await transactionsOf(here)).length).toBeLessThan(leases.length);
  });

  it('are each in the audit trail with who asked and by which request, and its chain is whole', async () => {
    const here = await world();
    const id = await here.connection();
    const accounts = [await here.resolver(), await here.resolver()];
    const asked = Array.from({ length: 20 }, (_, n) => ({
      account: accounts[n % 2]!,
      request: unique('ask'),
    }));
    const made = await Promise.all(
      asked.map(async ({ account, request }) => {
        const answer = await here.lease(id, account.key, { purpose: request }).set('x-request-id', request);
        return { lease: String(answer.body.lease_id), actor: String(account.id), request };
      }),
    );
    const tenantId = await tenantIdOf(here.tenant.slug);
    const events = await withClient('superuser', async (client) => {
      const text = `select entity_id as lease, actor_id as actor, request_id as request
        from audit_events where tenant_id = $1 and action = 'lease.create' and after ->> 'purpose' = request_id`;
      return (await client.query(text, [tenantId])).rows as object[];
    });
    expect(events).toHaveLength(asked.length);
    expect(events).toEqual(expect.arrayContaining(made));
    expect((await here.get('/audit-events/verify').expect(200)).body).toMatchObject({ ok: true, unkeyed: 0 });
  });

  it('leave nothing when they cannot be written down, and those of another tenant do not notice', async () => {
    const [here, elsewhere] = [await world(), await world()];
    const places = await Promise.all(
      [here, elsewhere].map(async (client) => {
        return { client, id: await client.connection(), key: (await client.resolver()).key };
      }),
    );
    await withoutAudit(here.tenant.slug, async () => {
      const calls = Array.from({ length: ROUNDS }, () =>
        places.map(({ client, id, key }) => client.lease(id, key)),
      );
      for (const [refused, given] of await Promise.all(calls.map((pair) => Promise.all(pair)))) {
        expect(refused!.body).toMatchObject({ status: 503, code: 'audit_unavailable' });
        for (const secret of Object.values(LEASED)) expect(refused!.text).not.toContain(secret);
        expect(given!.body.credential.payload.password).toBe(LEASED.password);
      }
    });
    expect((await here.get('/leases').expect(200)).body).toEqual([]);
    expect((await elsewhere.get('/leases').expect(200)).body).toHaveLength(ROUNDS);
  });

  it('do not wait for a connection that somebody changes, but for their own', async () => {
    const here = await world();
    const { key } = await here.resolver();
    const [busy, free] = [await here.connection(), await here.connection()];
    const tenantId = await tenantIdOf(here.tenant.slug);
    await withClient('superuser', async (client) => {
      await client.query('begin');
      const text = 'select 1 from connections where tenant_id = $1 and id = $2 for update';
      await client.query(text, [tenantId, busy]);
      let answered = false;
      const waiting = here.lease(busy, key).then((answer) => {
        answered = true;
        return answer;
      });
      for (let n = 0; n < ROUNDS; n += 1) await here.lease(free, key).expect(201);
      expect(answered).toBe(false);
      await client.query('rollback');
      expect((await waiting).status).toBe(201);
    });
  });

  it('are not given to who lost the right meanwhile, and to all others', async () => {
    const here = await world();
    const there = here.through(second);
    const id = await here.connection();
    const [gone, stays] = [await here.resolver(), await here.resolver()];
    for (const { key } of [gone, stays]) await there.lease(id, key).expect(201);
    await here.delete(`/service-accounts/${gone.id}`).expect(200);
    await Promise.all(
      Array.from({ length: ROUNDS }, () => [
        there.lease(id, gone.key).expect(401),
        there.lease(id, stays.key).expect(201),
      ]).flat(),
    );
  });

  it('are as many as the quota allows', async () => {
    const here = await world();
    const id = await here.connection();
    const { key } = await here.resolver();
    await here.quotas({ leases_per_minute: ROUNDS }).expect(200);
    const before = Math.floor(Date.now() / 60_000);
    const answers = await Promise.all(Array.from({ length: 4 * ROUNDS }, () => here.lease(id, key)));
    const given = answers.filter(({ status }) => status === 201).length;
    const minutes = Math.floor(Date.now() / 60_000) - before + 1;
    expect(given).toBeGreaterThanOrEqual(ROUNDS);
    expect(given).toBeLessThanOrEqual(minutes * ROUNDS);
    for (const { status } of answers) expect([201, 429]).toContain(status);
    expect((await here.get('/leases').expect(200)).body).toHaveLength(given);
  });
});
