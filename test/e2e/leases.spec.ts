import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { LEASED, LeaseClient, fullySealed } from '../support/leases.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

describe('a lease', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const world = async () => new LeaseClient(test, await createTenant(test));

  it('is protected', async () => {
    const [own, other] = [await world(), await world()];
    const id = await own.connection();
    const path = `${own.tenant.base}/connections/${id}/lease`;
    await test.http().post(path).send({ purpose: 'a test' }).expect(401);
    await own.lease(id, other.tenant.token('resolver')).expect(404);
    for (const role of ['viewer', 'operator', 'editor', 'tenant_admin']) {
      const refused = await own.lease(id, own.tenant.token(role)).expect(403);
      expect(refused.body.code).toBe('permission_denied');
    }
  });

  it('answers the connection with every secret in its place, for no cache', async () => {
    const client = await world();
    const body = fullySealed();
    const id = await client.connection(body);
    const { key } = await client.resolver();
    const before = Date.now();
    const answer = await client.lease(id, key, { ttl_seconds: 600 }).expect(201);
    expect(answer.body).toEqual({
      lease_id: expect.any(Number),
      expires_at: expect.any(String),
      type: 'GENERIC_JDBC',
      db_type: 'HANA10',
      payload: body.payload,
      transport: body.transport,
      credential: body.credential,
      version: 1,
      resolved_from: 'GLOBAL',
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['etag']).toBe('"1.1"');
    const ends = Date.parse(answer.body.expires_at);
    expect(ends).toBeGreaterThanOrEqual(before + 599_000);
    expect(ends).toBeLessThanOrEqual(Date.now() + 601_000);
  });

  it('is of a connection without a credential, too', async () => {
    const client = await world();
    const id = await client.connection({ name: unique('c'), type: 'SQLITE', payload: { file: 'a.db' } });
    const answer = await client.lease(id, client.tenant.token('resolver')).expect(201);
    expect(answer.body).toMatchObject({ credential: null, transport: null, payload: { file: 'a.db' } });
    expect(answer.headers['etag']).toBe('"1.0"');
  });

  it('by name is of the project before it is of the tenant', async () => {
    const client = await world();
    const project = await createProject(test, client.tenant);
    const { key } = await client.resolver([project]);
    const global = await client.connection(redshift('Warehouse'));
    const byName = (name: string) =>
      client.post(`/projects/${project}/connections/lease`, { name, purpose: 'a test' }, key);
    const first = await byName('warehouse').expect(201);
    expect(first.body.resolved_from).toBe('GLOBAL');
    const own = await client.connection(redshift('wareHOUSE'), project);
    const second = await byName('WAREHOUSE ').expect(201);
    expect(second.body.resolved_from).toBe('PROJECT');
    const leases = await client.get('/leases', key).expect(200);
    expect(leases.body.map((lease: { connection_id: number }) => lease.connection_id)).toEqual([own, global]);
    expect((await byName('nothing').expect(404)).body.code).toBe('connection_not_found');
    const nowhere = client.post(
      '/projects/999999999/connections/lease',
      { name: 'warehouse', purpose: 'a test' },
      client.tenant.token('resolver'),
    );
    await nowhere.expect(404);
  });

  it('is written down with its purpose, and without a secret', async () => {
    const client = await world();
    const id = await client.connection();
    const { key } = await client.resolver();
    const leased = await client.lease(id, key, { purpose: ' nightly load ', ttl_seconds: 60 }).expect(201);
    const events = await client.get('/audit-events?action=lease.create').expect(200);
    expect(events.body).toHaveLength(1);
    expect(events.body[0]).toMatchObject({
      entity: 'lease',
      entity_id: String(leased.body.lease_id),
      actor_kind: 'service_account',
      after: {
        connection_id: id,
        connection_version: 1,
        secret_version: 1,
        purpose: 'nightly load',
        ttl_seconds: 60,
        wrapped: false,
      },
    });
    const text = JSON.stringify(events.body) + test.logged.join('');
    for (const secret of Object.values(LEASED)) expect(text).not.toContain(secret);
  });

  it('lasts 900 s unless it is asked for less or more, and never longer than the tenant allows', async () => {
    const client = await world();
    const id = await client.connection();
    const { key } = await client.resolver();
    const ttlOf = async (lease: number) =>
      (await client.get('/leases', key)).body.find((one: { id: number }) => one.id === lease).ttl_seconds;
    expect(await ttlOf((await client.lease(id, key)).body.lease_id)).toBe(900);
    const limit = (max: number) =>
      test
        .http()
        .patch(`${client.tenant.base}/settings`)
        .set(bearer(client.tenant.admin))
        .send({ max_lease_seconds: max })
        .expect(200);
    await limit(60);
    expect(await ttlOf((await client.lease(id, key)).body.lease_id)).toBe(60);
    await client.lease(id, key, { ttl_seconds: 60 }).expect(201);
    const refused = await client.lease(id, key, { ttl_seconds: 61 }).expect(422);
    expect(refused.body.errors).toEqual([
      { path: 'ttl_seconds', rule: 'max_lease_seconds', message: expect.stringContaining('60') },
    ]);
  });

  it.each([
    ['no purpose', { purpose: undefined }, 'purpose', 'required'],
    ['an empty purpose', { purpose: '  ' }, 'purpose', 'length'],
    ['a long purpose', { purpose: 'x'.repeat(201) }, 'purpose', 'length'],
    ['a line break', { purpose: 'a\nb' }, 'purpose', 'characters'],
    ['a password', { purpose: 'password=hunter2' }, 'purpose', 'no_secret'],
    ['a token', { purpose: 'use eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl' }, 'purpose', 'no_secret'],
    ['a key', { purpose: `pb_1-1_${'k'.repeat(43)}` }, 'purpose', 'no_secret'],
    ['no time', { ttl_seconds: 0 }, 'ttl_seconds', 'range'],
    ['part of a second', { ttl_seconds: 1.5 }, 'ttl_seconds', 'range'],
    ['a text', { wrap: 'yes' }, 'wrap', 'boolean'],
    ['what there is not', { scope: 'all' }, 'scope', 'unknown'],
  ])('is refused for %s', async (_, body, path, rule) => {
    const client = await world();
    const id = await client.connection();
    const answer = await client.lease(id, client.tenant.token('resolver'), body).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
    expect((await client.get('/leases')).body).toEqual([]);
  });

  it('is renewed by its holder alone, from now on and within the limit', async () => {
    const client = await world();
    const id = await client.connection();
    const [holder, other] = [await client.resolver(), await client.resolver()];
    const { lease_id: lease } = (await client.lease(id, holder.key, { ttl_seconds: 60 })).body;
    const renew = (token: string, body: object = {}) => client.post(`/leases/${lease}/renew`, body, token);
    expect((await renew(other.key).expect(404)).body.code).toBe('lease_not_found');
    await renew(client.tenant.admin).expect(403);
    expect((await renew(holder.key, { ttl_seconds: 3_601 }).expect(422)).body.errors[0].path).toBe(
      'ttl_seconds',
    );
    const renewed = await renew(holder.key, { ttl_seconds: 3_600 }).expect(200);
    expect(renewed.body).toMatchObject({ id: lease, status: 'active', ttl_seconds: 3_600 });
    expect(Date.parse(renewed.body.expires_at)).toBeGreaterThan(Date.now() + 3_500_000);
    for (const secret of Object.values(LEASED)) expect(renewed.text).not.toContain(secret);
    await client.expire(lease);
    expect((await renew(holder.key).expect(409)).body.code).toBe('lease_ended');
  });

  it('is not renewed after it was revoked, nor by whom the connection no longer lists', async () => {
    const client = await world();
    const id = await client.connection();
    const holder = await client.resolver();
    const [first, second] = [
      (await client.lease(id, holder.key)).body.lease_id as number,
      (await client.lease(id, holder.key)).body.lease_id as number,
    ];
    await client.delete(`/leases/${first}`, holder.key).expect(200);
    const ended = await client.post(`/leases/${first}/renew`, {}, holder.key).expect(409);
    expect(ended.body.code).toBe('lease_ended');
    const nobody = { lease_policy: { mode: 'listed', service_account_ids: [] } };
    await client.put(`/connections/${id}`, nobody).expect(200);
    const unlisted = await client.post(`/leases/${second}/renew`, {}, holder.key).expect(403);
    expect(unlisted.body.code).toBe('lease_not_permitted');
  });

  it('is revoked by its holder or the administrator, and by nobody else', async () => {
    const [client, elsewhere] = [await world(), await world()];
    const id = await client.connection();
    const [holder, other] = [await client.resolver(), await client.resolver()];
    const lease = async () => (await client.lease(id, holder.key)).body.lease_id as number;
    const [first, second] = [await lease(), await lease()];
    await client.delete(`/leases/${first}`, other.key).expect(404);
    await elsewhere.delete(`/leases/${first}`).expect(404);
    await elsewhere.post(`/leases/${first}/renew`, {}, elsewhere.tenant.token('resolver')).expect(404);
    await client.delete(`/leases/${first}`, holder.key).expect(200);
    await client.delete(`/leases/${first}`, holder.key).expect(200);
    await client.delete(`/leases/${second}`).expect(200);
    const list = await client.get('/leases?status=revoked').expect(200);
    expect(list.body).toMatchObject([
      { id: second, revoked_by: expect.stringContaining('tenant_admin'), revoke_reason: 'revoked' },
      { id: first, revoked_by: expect.stringContaining('resolver') },
    ]);
    expect((await client.get('/audit-events?action=lease.revoke')).body).toHaveLength(2);
  });

  it('is listed for its holder, and for the administrator', async () => {
    const client = await world();
    const [a, b] = [await client.connection(), await client.connection()];
    const [one, two] = [await client.resolver(), await client.resolver()];
    const leases: number[] = [];
    for (const [connection, { key }] of [
      [a, one],
      [b, one],
      [a, two],
    ] as const)
      leases.push((await client.lease(connection, key)).body.lease_id as number);
    await client.expire(leases[0]!);
    const ids = async (path: string, token?: string) =>
      (await client.get(path, token).expect(200)).body.map(({ id }: { id: number }) => id);
    expect(await ids('/leases')).toEqual([...leases].reverse());
    expect(await ids('/leases', two.key)).toEqual([leases[2]]);
    expect(await ids(`/leases?connection_id=${a}`)).toEqual([leases[2], leases[0]]);
    expect(await ids('/leases?status=expired')).toEqual([leases[0]]);
    const first = await client.get('/leases?limit=2').expect(200);
    const next = /<.*\/configuration(.*)>/.exec(first.headers['link']!)![1]!;
    expect(await ids(next)).toEqual([leases[0]]);
    await client.get(`${next}&status=active`).expect(400);
    await client.get('/leases?status=gone').expect(400);
    await client.get('/leases?connection_id=x').expect(400);
  });

  it('ends with the kill switch of its connection, or of the tenant', async () => {
    const client = await world();
    const [a, b] = [await client.connection(), await client.connection()];
    const { key } = await client.resolver();
    const token = await client.wrap(a, key);
    for (const connection of [a, a, b]) await client.lease(connection, key).expect(201);
    await client.post(`/connections/${a}/leases/revoke`, undefined, key).expect(403);
    expect((await client.post(`/connections/${a}/leases/revoke`).expect(200)).body).toEqual({ revoked: 3 });
    expect((await client.unwrap(token, key).expect(409)).body.code).toBe('lease_ended');
    expect((await client.get('/leases?status=active')).body).toMatchObject([{ connection_id: b }]);
    await client.post('/connections/999999999/leases/revoke').expect(404);
    await client.lease(a, key).expect(201);
    expect((await client.post('/leases/revoke').expect(200)).body).toEqual({ revoked: 2 });
    expect((await client.get('/leases?status=active')).body).toEqual([]);
    expect((await client.get('/audit-events?action=lease.revoke_all')).body).toHaveLength(2);
  });

  it('ends with its connection, and with its holder', async () => {
    const client = await world();
    const [a, b] = [await client.connection(), await client.connection()];
    const [one, two] = [await client.resolver(), await client.resolver()];
    await client.lease(a, one.key).expect(201);
    await client.lease(b, two.key).expect(201);
    await client.delete(`/connections/${a}`).expect(200);
    await client.delete(`/service-accounts/${two.id}`).expect(200);
    expect((await client.get('/leases')).body).toMatchObject([
      { connection_id: b, status: 'revoked', revoke_reason: 'holder_deleted' },
      { connection_id: a, status: 'revoked', revoke_reason: 'connection_deleted' },
    ]);
    await client.lease(a, one.key).expect(404);
  });

  it('is not sent again to who holds what is there', async () => {
    const client = await world();
    const id = await client.connection();
    const [one, two] = [await client.resolver(), await client.resolver()];
    const poll = (key: string, tag: string) => client.lease(id, key).set('if-none-match', tag);
    // The version is known, but not what it holds.
    await poll(one.key, '"1.1"').expect(201);
    const unchanged = await poll(one.key, '"1.1"').expect(304);
    expect(unchanged.text).toBe('');
    expect(unchanged.headers['etag']).toBe('"1.1"');
    await poll(one.key, '"1"').expect(304);
    await poll(one.key, 'W/"9", "1.1"').expect(304);
    await poll(one.key, '"1.2"').expect(201);
    await poll(two.key, '"1.1"').expect(201);
    await client.post('/leases/revoke').expect(200);
    const again = await poll(one.key, '"1.1"').expect(201);
    await client.expire(again.body.lease_id);
    await poll(one.key, '"1.1"').expect(201);
    await client.put(`/connections/${id}`, { name: unique('renamed') }).expect(200);
    const changed = await poll(one.key, '"1.1"').expect(201);
    expect(changed.headers['etag']).toBe('"2.1"');
    const nobody = { lease_policy: { mode: 'listed', service_account_ids: [] } };
    await client.put(`/connections/${id}`, nobody).expect(200);
    await poll(one.key, '"2.1"').expect(403);
  });

  it('is sent again when a shared credential changed beneath the same connection', async () => {
    const client = await world();
    const secret = (password: string) => ({ username: 'reader', password });
    const shared = await client.post('/credentials', {
      name: unique('k'),
      type: 'SIMPLE',
      payload: secret('old-one'),
    });
    const id = await client.connection({ ...redshift(), credential: { id: shared.body.id } });
    const { key } = await client.resolver();
    const first = await client.lease(id, key).expect(201);
    const poll = (tag: string) => client.lease(id, key).set('if-none-match', tag);
    await poll('"1"').expect(304);
    await client.put(`/credentials/${shared.body.id}`, { payload: secret('new-one') }).expect(200);
    for (const tag of [first.headers['etag']!, '"1"']) {
      const next = await poll(tag).expect(201);
      expect(next.body.credential.payload).toEqual(secret('new-one'));
      expect(next.headers['etag']).toBe('"1.2"');
      await client.post('/leases/revoke').expect(200);
    }
  });
});
