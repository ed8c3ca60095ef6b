import { type TestApp, startTestApp } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { asWorker } from '../support/maintenance.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';
import { rowsOfTenant, tenantIdOf } from '../support/tenant-rows.js';

const SHARED = { name: 'shared', type: 'SIMPLE', payload: { username: 'u', password: 'shared-password' } };

describe('a deleted connection', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    test = await startTestApp();
  });
  afterAll(async () => {
    await test.close();
    await store.drop();
  });
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
  });

  async function made(body: object = redshift(), place = '') {
    const answer = await admin.post(`${place}/connections`, body).expect(201);
    return answer.body as { id: number; name: string; credential_id: number; version: number };
  }
  async function deleted(body?: object, place = '') {
    const one = await made(body, place);
    await admin.delete(`${place}/connections/${one.id}`).expect(200);
    return one;
  }
  const restore = (id: number, body: object = {}) => admin.post(`/connections/${id}/restore`, body);
  const idsOf = async (query: string) =>
    ((await admin.get(query).expect(200)).body as { id: number }[]).map(({ id }) => id);
  const secretRows = async () => {
    const rows = await rowsOfTenant(await tenantIdOf(tenant.slug));
    return [rows['connections'], rows['credentials'], rows['credential_versions']];
  };

  it('is restored by those who may write alone', async () => {
    const { id } = await deleted();
    await test.http().post(`${tenant.base}/connections/${id}/restore`).expect(401);
    const viewer = nativeClient(test, tenant, tenant.token('viewer'));
    await viewer.post(`/connections/${id}/restore`).expect(403);
  });

  it('is gone from everywhere', async () => {
    const { id, credential_id } = await deleted();
    const one = `/connections/${id}`;
    for (const path of [one, `${one}/versions`, `${one}/versions/1`, `/credentials/${credential_id}`])
      await admin.get(path).expect(404);
    await admin.put(one, { name: 'n' }).expect(404);
    await admin.delete(one).expect(404);
    await admin.post(`${one}/move`, { project_id: null }).expect(404);
    await admin.post(`${one}/test`).expect(404);
    await admin.post(`${one}/versions/1/restore`).expect(404);
    await admin.post('/connections/test', { connection_id: id }).expect(404);
    expect(await idsOf('/connections')).toEqual([]);
    expect(await idsOf('/credentials')).toEqual([]);
  });

  it('is leased to nobody, and its leases have ended', async () => {
    const resolver = nativeClient(test, tenant, tenant.token('resolver'));
    const wish = { purpose: 'a test', ttl_seconds: 60 };
    const { id, name } = await made();
    const lease = (await resolver.post(`/connections/${id}/lease`, wish).expect(201)).body;
    await admin.delete(`/connections/${id}`).expect(200);
    await resolver.post(`/connections/${id}/lease`, wish).expect(404);
    const project = await createProject(test, tenant);
    await resolver.post(`/projects/${project}/connections/lease`, { ...wish, name }).expect(404);
    await resolver.post(`/leases/${lease.lease_id}/renew`, { ttl_seconds: 60 }).expect(409);
  });

  it('takes its checks along', async () => {
    const { id } = await made();
    const check = (await admin.post(`/connections/${id}/test?async=true`).expect(202)).body as { id: number };
    await admin.get(`/checks/${check.id}`).expect(200);
    await admin.delete(`/connections/${id}`).expect(200);
    await admin.get(`/checks/${check.id}`).expect(404);
  });

  it('is listed as such, with when it will be erased', async () => {
    const [first, second] = [await deleted(), await deleted()];
    await made();
    const { body } = await admin.get('/connections?deleted=true').expect(200);
    expect(body).toEqual(
      [first, second].map(({ id, name }) =>
        expect.objectContaining({ id, name, deleted_by: expect.stringContaining('@') }),
      ),
    );
    const kept = Date.parse(body[0].purge_at) - Date.parse(body[0].deleted_at);
    expect(kept).toBe(30 * 24 * 3600 * 1000);
    const page = await admin.get('/connections?deleted=true&limit=1').expect(200);
    const cursor = /cursor=([^&>]+)/.exec(page.headers['link']!)![1]!;
    expect(await idsOf(`/connections?deleted=true&limit=1&cursor=${cursor}`)).toEqual([second.id]);
    await admin.get(`/connections?limit=1&cursor=${cursor}`).expect(400);
    const project = await createProject(test, tenant);
    const bound = nativeClient(test, tenant, tenant.token('viewer', [project]));
    await deleted(redshift(), `/projects/${await createProject(test, tenant)}`);
    expect((await bound.get('/connections?deleted=true').expect(200)).body).toHaveLength(2);
    expect((await bound.get(`/projects/${project}/connections?deleted=true`)).body).toEqual([]);
  });

  it('comes back as it was, with its secrets', async () => {
    const one = await made();
    const before = await storedSecrets(test, tenant.slug, one.id);
    await admin.delete(`/connections/${one.id}`).expect(200);
    const { body } = await restore(one.id).expect(200);
    expect(body).toEqual({ ...one, version: 2, updated_at: expect.any(String) });
    expect(await storedSecrets(test, tenant.slug, one.id)).toEqual(before);
    await admin.get(`/credentials/${one.credential_id}`).expect(200);
    await restore(one.id).expect(404);
    expect(await idsOf('/connections?deleted=true')).toEqual([]);
  });

  it('counts towards no quota, until it comes back', async () => {
    const used = async () => (await admin.get('/usage').expect(200)).body.connections.used as number;
    const { id } = await deleted();
    expect(await used()).toBe(0);
    await restore(id).expect(200);
    expect(await used()).toBe(1);
    await admin.delete(`/connections/${id}`).expect(200);
    await admin.delete(`/connections/${id}?erase=true`).expect(200);
    expect(await used()).toBe(0);
  });

  it('leaves its name free at once, and needs another one where that was taken', async () => {
    const one = await deleted();
    await made(redshift(one.name));
    expect((await restore(one.id).expect(409)).body.code).toBe('connection_exists');
    expect((await restore(one.id, { name: '' }).expect(422)).body.errors[0].path).toBe('name');
    await restore(one.id).set('if-match', '"7"').expect(412);
    expect((await restore(one.id, { name: 'other' }).expect(200)).body.name).toBe('other');
  });

  it('shadows no GLOBAL connection', async () => {
    const project = await createProject(test, tenant);
    const { id, name } = await made();
    await deleted(redshift(name), `/projects/${project}`);
    expect(await idsOf(`/projects/${project}/connections?include=global`)).toEqual([id]);
  });

  it('does not hold a shared credential, and comes back without it', async () => {
    const shared = (await admin.post('/credentials', SHARED).expect(201)).body as { id: number };
    const { id } = await deleted({ ...redshift(), credential: { id: shared.id } });
    expect((await admin.get(`/credentials/${shared.id}/usage`)).body.connections).toEqual([]);
    await admin.delete(`/credentials/${shared.id}`).expect(200);
    expect((await restore(id).expect(200)).body.credential_id).toBeNull();
    const credential = redshift().credential;
    expect(
      (await admin.put(`/connections/${id}`, { credential }).expect(200)).body.credential_id,
    ).not.toBeNull();
  });

  it('keeps no project from being deleted, and is erased with it', async () => {
    const project = await createProject(test, tenant);
    const { id } = await deleted(redshift(), `/projects/${project}`);
    const answer = await admin.delete(`/projects/${project}`).expect(200);
    expect(answer.body.message).toMatch(/ 1 deleted connections/);
    await restore(id).expect(404);
    expect(await secretRows()).toEqual([undefined, undefined, undefined]);
  });

  describe('is erased', () => {
    const NOTHING = [undefined, undefined, undefined];

    it('at once by erase=true, with every version of its secrets', async () => {
      const { id } = await made();
      const shared = (await admin.post('/credentials', SHARED).expect(201)).body as { id: number };
      await admin.put(`/connections/${id}`, { credential: { id: shared.id } }).expect(200);
      await admin.delete(`/connections/${id}?erase=true`).expect(200);
      expect(await secretRows()).toEqual([undefined, 1, 1]);
      await restore(id).expect(404);
    });

    it('by erase=true when it is deleted already', async () => {
      const { id } = await deleted();
      await admin.delete(`/connections/${id}?erase=true`).set('if-match', '"2"').expect(412);
      await admin.delete(`/connections/${id}?erase=true`).expect(200);
      expect(await secretRows()).toEqual(NOTHING);
      await admin.delete(`/connections/${id}?erase=true`).expect(404);
    });

    it('at once where the tenant keeps none', async () => {
      await admin.patch('/settings', { deleted_retention_days: 0 }).expect(200);
      await deleted();
      expect(await secretRows()).toEqual(NOTHING);
    });

    it('by the worker once its time is over, and no sooner', async () => {
      const [old, young] = [await deleted(), await deleted()];
      await withClient('superuser', (client) =>
        client.query(`update connections set purge_at = now() - interval '1 second' where id = $1`, [old.id]),
      );
      expect(await asWorker(test, (maintenance) => maintenance.purgeDeletedConnections())).toBeGreaterThan(0);
      expect(await idsOf('/connections?deleted=true')).toEqual([young.id]);
      expect(await secretRows()).toEqual([1, 1, 1]);
    });

    it('and its jobs are forgotten a day after they ended, and no others', async () => {
      const jobOf = async (end: string, gone: string | null) => {
        const { id } = await made();
        const { body } = await admin.post(`/connections/${id}/discover`).expect(202);
        const job = (body as { id: number }).id;
        await withClient('superuser', (client) =>
          client.query(
            `update jobs set state = 'cancelled', finished_at = now() - $2::interval where id = $1`,
            [job, end],
          ),
        );
        if (gone !== null) await admin.delete(`/connections/${id}${gone}`).expect(200);
        return job;
      };
      const forgotten = await jobOf('25 hours', '?erase=true');
      const kept = [
        await jobOf('25 hours', null),
        await jobOf('25 hours', ''),
        await jobOf('23 hours', '?erase=true'),
      ];
      expect((await idsOf('/jobs')).sort()).toEqual([forgotten, ...kept].sort());
      expect(await asWorker(test, (maintenance) => maintenance.purgeOrphanedJobs())).toBeGreaterThan(0);
      expect((await idsOf('/jobs')).sort()).toEqual(kept.sort());
    });
  });
});
