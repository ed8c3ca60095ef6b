import jwt from 'jsonwebtoken';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { createAccount, tokenFor } from '../support/token-client.js';

describe('signing keys', () => {
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

  /** What each instance answers: on a route that trusts its memory first, and on one that does not. */
  const statusesOf = async (tenant: TestTenant, token: string) => {
    const statuses = [];
    for (const app of [test, second])
      for (const path of ['connections', 'projects'])
        statuses.push((await app.http().get(`${tenant.base}/${path}`).set(bearer(token))).status);
    return statuses;
  };
  const WORKS = [200, 200, 200, 200];
  const REFUSED = [401, 401, 401, 401];
  const kidOf = (token: string) => jwt.decode(token, { complete: true })!.header.kid!;

  const keysOf = async (app: TestApp) => {
    const { body } = await app.http().get('/.well-known/jwks.json').expect(200);
    return (body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  };
  const rotateKey = async (app: TestApp): Promise<{ id: string }> => {
    const path = '/api/platform/signing-keys/rotate';
    return (await app.http().post(path).set(bearer(PLATFORM_KEY)).expect(200)).body as { id: string };
  };

  const revokeKey = (id: string) =>
    test.http().post(`/api/platform/signing-keys/${id}/revoke`).set(bearer(PLATFORM_KEY));

  it('are for the platform alone', async () => {
    const tenant = await createTenant(test);
    await test.http().get('/api/platform/signing-keys').set(bearer(tenant.admin)).expect(403);
    await test.http().post('/api/platform/signing-keys/rotate').set(bearer(tenant.admin)).expect(403);
    await test.http().post('/api/platform/signing-keys/any/revoke').set(bearer(tenant.admin)).expect(403);
  });

  it('are exchanged with an overlap, on every instance', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const before = await tokenFor(second, account);
    const old = jwt.decode(before, { complete: true })!.header.kid!;
    expect(await statusesOf(tenant, before)).toEqual(WORKS);
    const made = await rotateKey(test);
    expect(made).toMatchObject({ algorithm: 'ES256', status: 'active', created_by: 'platform-admin' });
    expect(made.id).not.toBe(old);
    // The other instance signs with the new key at once, and takes what either has signed.
    const after = await tokenFor(second, account);
    expect(jwt.decode(after, { complete: true })!.header.kid).not.toBe(old);
    expect(await statusesOf(tenant, after)).toEqual(WORKS);
    expect(await statusesOf(tenant, before)).toEqual(WORKS);
    expect(await keysOf(test)).toEqual(expect.arrayContaining([made.id, old]));
    const { body } = await test
      .http()
      .get('/api/platform/signing-keys')
      .set(bearer(PLATFORM_KEY))
      .expect(200);
    const retired = (body as { id: string }[]).find(({ id }) => id === old);
    expect(retired).toMatchObject({ status: 'retiring', published_until: expect.any(String) });
  });

  it('are taken by an instance that first hears of them in a token', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    await keysOf(second);
    await rotateKey(test);
    const token = await tokenFor(test, account);
    const answer = await second.http().get(`${tenant.base}/connections`).set(bearer(token));
    expect(answer.status).toBe(200);
  });

  it('are forgotten after the last token, and their private halves at once', async () => {
    const tenant = await createTenant(test);
    const token = await tokenFor(test, await createAccount(test, tenant));
    const old = jwt.decode(token, { complete: true })!.header.kid!;
    await rotateKey(test);
    await withClient('superuser', async (client) => {
      const { rows } = await client.query(
        'select wrapped, encryption_key_id from signing_keys where id = $1',
        [old],
      );
      expect(rows).toEqual([{ wrapped: null, encryption_key_id: null }]);
      await client.query(`update signing_keys set retired_at = now() - interval '17 minutes' where id = $1`, [
        old,
      ]);
    });
    const third = await startTestApp();
    try {
      expect(await keysOf(third)).not.toContain(old);
      await third.http().get(`${tenant.base}/connections`).set(bearer(token)).expect(401);
    } finally {
      await third.close();
    }
  });

  it('end with all their tokens when they are revoked, at once and on every instance', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const kept = await tokenFor(test, account);
    await rotateKey(test);
    const [retired, token] = [kidOf(kept), await tokenFor(second, account)];
    const [other, active] = [await createTenant(test), kidOf(token)];
    const unseen = await tokenFor(second, await createAccount(test, other));
    expect(await statusesOf(tenant, kept)).toEqual(WORKS);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);

    const { body } = await revokeKey(active).expect(200);
    expect(body).toMatchObject({ id: active, status: 'revoked', published_until: null });
    expect(body.revoked_at).toEqual(expect.any(String));
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
    // Also one that the instances have never seen, of a key that they remember.
    expect(await statusesOf(other, unseen)).toEqual(REFUSED);
    expect(await statusesOf(tenant, kept)).toEqual(WORKS);
    expect(await keysOf(test)).not.toContain(active);
    const next = await tokenFor(second, account);
    expect([active, retired]).not.toContain(kidOf(next));
    expect(await statusesOf(tenant, next)).toEqual(WORKS);

    await revokeKey(retired).expect(200);
    expect(await statusesOf(tenant, kept)).toEqual(REFUSED);
    expect(await statusesOf(tenant, next)).toEqual(WORKS);
    expect((await revokeKey(active).expect(200)).body).toEqual(body);
    await revokeKey('nobody-has-this').expect(404);
    const trail = await test.http().get('/api/platform/audit-events?limit=200').set(bearer(PLATFORM_KEY));
    const revoked = (trail.body as { action: string; after: { id: string } }[])
      .filter(({ action }) => action === 'signing_key.revoke')
      .map(({ after }) => after.id);
    expect(revoked.sort()).toEqual([active, retired].sort());
  });

  it('are sealed, and no two at once are active', async () => {
    const made = await Promise.all([test, second, test, second].map(rotateKey));
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    await withClient('superuser', async (client) => {
      const { rows } = await client.query(
        'select length(wrapped) as length from signing_keys where retired_at is null',
      );
      // Nonce, 32 bytes and tag of AES-256-GCM.
      expect(rows).toEqual([{ length: 12 + 32 + 16 }]);
    });
    const { body } = await test
      .http()
      .get('/api/platform/audit-events?limit=200')
      .set(bearer(PLATFORM_KEY))
      .expect(200);
    expect(body).toContainEqual(
      expect.objectContaining({
        action: 'signing_key.rotate',
        tenant: null,
        after: expect.objectContaining({ id: made[0]!.id }),
      }),
    );
  });
});
