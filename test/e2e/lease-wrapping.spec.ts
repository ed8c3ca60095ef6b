import { type TestApp, startTestApp, unique } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { LEASED, LeaseClient, fullySealed } from '../support/leases.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

describe('a wrapped lease', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const world = async () => new LeaseClient(test, await createTenant(test));

  it('is protected', async () => {
    const client = await world();
    const token = await client.wrap(await client.connection(), client.tenant.token('resolver'));
    await test.http().post('/api/leases/unwrap').send({ token }).expect(401);
    for (const role of ['viewer', 'operator', 'editor', 'tenant_admin'])
      await client.unwrap(token, client.tenant.token(role)).expect(403);
    await client.unwrap(token, client.tenant.token('resolver')).expect(200);
  });

  it('is a token without a secret, which opens the connection for another resolver', async () => {
    const client = await world();
    const body = fullySealed();
    const id = await client.connection(body);
    const [asks, opens] = [await client.resolver(), await client.resolver()];
    const wrapped = await client.lease(id, asks.key, { wrap: true, ttl_seconds: 3_600 }).expect(201);
    expect(wrapped.body).toEqual({
      wrap_token: expect.stringMatching(/^pbw_\d+-\d+_[\w-]{43}$/),
      expires_at: expect.any(String),
      lease_id: expect.any(Number),
    });
    expect(wrapped.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(wrapped.headers['etag']).toBeUndefined();
    expect(Date.parse(wrapped.body.expires_at)).toBeLessThanOrEqual(Date.now() + 300_000);
    const lease = wrapped.body.lease_id as number;
    expect((await client.post(`/leases/${lease}/renew`, {}, asks.key).expect(409)).body.code).toBe(
      'lease_wrapped',
    );
    expect((await client.get('/leases')).body).toMatchObject([{ id: lease, status: 'wrapped' }]);

    const opened = await client.unwrap(wrapped.body.wrap_token, opens.key).expect(200);
    expect(opened.body).toMatchObject({
      lease_id: lease,
      payload: body.payload,
      transport: body.transport,
      credential: body.credential,
      version: 1,
      resolved_from: 'GLOBAL',
    });
    expect(opened.headers).toMatchObject({ 'cache-control': 'no-store', etag: '"1.1"' });
    // Its time begins now, and is whose it is now.
    expect(Date.parse(opened.body.expires_at)).toBeGreaterThan(Date.now() + 3_500_000);
    expect((await client.get('/leases', asks.key)).body).toEqual([]);
    await client.post(`/leases/${lease}/renew`, {}, opens.key).expect(200);
    const events = await client.get(`/audit-events?entity=lease&entity_id=${lease}`);
    expect(events.body.map(({ action }: { action: string }) => action)).toEqual([
      'lease.renew',
      'lease.unwrap',
      'lease.create',
    ]);
    for (const secret of Object.values(LEASED)) expect(events.text).not.toContain(secret);
  });

  it('opens once, also for several at the same time, and a token in a log opens nothing', async () => {
    const client = await world();
    const { key } = await client.resolver();
    const token = await client.wrap(await client.connection(), key);
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.unwrap(token, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    const again = await client.unwrap(token, key).expect(409);
    expect(again.body.code).toBe('wrap_token_used');
    expect(test.logged.join('')).not.toContain(token.split('_').at(-1));
  });

  it('is shown once: who asks again gets no token, and no secret either, whoever opened it', async () => {
    const client = await world();
    const id = await client.connection();
    const { key } = await client.resolver();
    const ask = unique('key');
    const wrap = () => client.lease(id, key, { wrap: true }).set('idempotency-key', ask);
    const { wrap_token: token, lease_id: lease } = (await wrap().expect(201)).body;
    const refused = async () => {
      const answer = await wrap().expect(409);
      expect(answer.body.code).toBe('wrap_token_shown');
      for (const secret of [token, ...Object.values(LEASED)]) expect(answer.text).not.toContain(secret);
    };
    await refused();
    await client.unwrap(token, key).expect(200);
    await refused();
    await client.delete(`/leases/${lease}`, key).expect(200);
    await refused();
    const stored = await withClient('superuser', (database) =>
      database.query('select k::text from idempotency_keys k where key = $1', [ask]),
    );
    expect(stored.rows).toHaveLength(1);
    expect(JSON.stringify(stored.rows)).not.toContain(token.split('_').at(-1));
  });

  it('is opened again by a repeated request of who opened it, until its end', async () => {
    const client = await world();
    const [opens, other] = [await client.resolver(), await client.resolver()];
    const token = await client.wrap(await client.connection(), opens.key);
    const ask = unique('key');
    const unwrap = (key: string) => client.unwrap(token, key).set('idempotency-key', ask);
    const first = await unwrap(opens.key).expect(200);
    expect((await unwrap(opens.key).expect(200)).body).toEqual(first.body);
    expect((await unwrap(other.key).expect(409)).body.code).toBe('wrap_token_used');
    await client.post('/leases/revoke').expect(200);
    expect((await unwrap(opens.key).expect(409)).body.code).toBe('lease_ended');
  });

  it('looks in another tenant as if it did not exist', async () => {
    const [client, elsewhere] = [await world(), await world()];
    const id = await client.connection();
    const token = await client.wrap(id, client.tenant.token('resolver'));
    const [, tenant, lease, secret] = /^pbw_(\d+)-(\d+)_(.+)$/.exec(token)!;
    const foreign = await elsewhere.unwrap(token, elsewhere.tenant.token('resolver')).expect(404);
    const never = [
      `pbw_${tenant}-${lease}_${'a'.repeat(43)}`,
      `pbw_${tenant}-999999999_${secret}`,
      `pbw_999999999-${lease}_${secret}`,
      'nothing',
      '',
    ];
    for (const text of never) {
      const answer = await client.unwrap(text, client.tenant.token('resolver')).expect(404);
      expect({ ...answer.body, request_id: '' }).toEqual({ ...foreign.body, request_id: '' });
    }
    await client.unwrap(token, client.tenant.token('resolver')).expect(200);
  });

  it('opens for who may lease the connection itself', async () => {
    const client = await world();
    const [own, other] = [await createProject(test, client.tenant), await createProject(test, client.tenant)];
    const [listed, inOther] = [await client.resolver(), await client.resolver([other])];
    const connection = await client.connection(redshift(), own);
    const token = await client.wrap(connection, listed.key);
    await client.unwrap(token, inOther.key).expect(404);
    const policy = { mode: 'listed', service_account_ids: [listed.id] };
    const closed = await client.wrap(
      await client.connection({ ...redshift(), lease_policy: policy }),
      listed.key,
    );
    const refused = await client.unwrap(closed, client.tenant.token('resolver')).expect(403);
    expect(refused.body.code).toBe('lease_not_permitted');
    await client.unwrap(token, listed.key).expect(200);
    await client.unwrap(closed, listed.key).expect(200);
  });

  it('opens nothing after its time, a change, a deletion or a revocation', async () => {
    const client = await world();
    const { key } = await client.resolver();
    const make = async () => {
      const connection = await client.connection();
      const wrapped = await client.lease(connection, key, { wrap: true }).expect(201);
      return { connection, lease: wrapped.body.lease_id as number, token: wrapped.body.wrap_token as string };
    };
    const [expired, changed, deleted, revoked] = [await make(), await make(), await make(), await make()];
    await client.expire(expired.lease);
    await client.put(`/connections/${changed.connection}`, { name: unique('renamed') }).expect(200);
    await client.delete(`/connections/${deleted.connection}`).expect(200);
    await client.delete(`/leases/${revoked.lease}`, key).expect(200);
    const codes: Record<string, string> = {};
    for (const [name, { token }] of Object.entries({ expired, changed, deleted, revoked })) {
      codes[name] = (await client.unwrap(token, key).expect(409)).body.code as string;
    }
    expect(codes).toEqual({
      expired: 'lease_ended',
      changed: 'connection_changed',
      deleted: 'lease_ended',
      revoked: 'lease_ended',
    });
  });

  it('opens nothing when its shared credential has another secret', async () => {
    const client = await world();
    const secret = (password: string) => ({ username: 'reader', password });
    const shared = await client.post('/credentials', {
      name: unique('k'),
      type: 'SIMPLE',
      payload: secret('old-one'),
    });
    const id = await client.connection({ ...redshift(), credential: { id: shared.body.id } });
    const { key } = await client.resolver();
    const token = await client.wrap(id, key);
    await client.put(`/credentials/${shared.body.id}`, { payload: secret('new-one') }).expect(200);
    expect((await client.unwrap(token, key).expect(409)).body.code).toBe('connection_changed');
  });

  it.each([[undefined], [1], [null], [['a']]])('is no %j', async (token) => {
    const client = await world();
    const answer = await client.unwrap(token as never, client.tenant.token('resolver')).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'token' }]);
  });
});
