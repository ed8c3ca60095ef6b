import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { type TestApp, startTestApp } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { type FileClient, duckDbFile, fileClient, sqliteFile } from '../support/files.js';
import { LeaseClient } from '../support/leases.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';
import { jobEnded, startTestWorker } from '../support/worker.js';

const NONE = { type: 'NONE', payload: {} };
const shop = (file = 'shop.db') => ({ name: 'shop', type: 'SQLITE', payload: { file }, credential: NONE });

interface AnsweredCheck {
  readonly ok: boolean;
  readonly server: { product: string } | null;
  readonly steps: readonly { step: string; status: string; code: string | null }[];
}

const failures = ({ steps }: AnsweredCheck) =>
  steps.filter(({ status }) => status === 'failed').map(({ step, code }) => [step, code]);

/** Where a file of this name is left in the folder of any prober. */
async function leftovers(name: string): Promise<string[]> {
  const probers = (await readdir(tmpdir())).filter((folder) => folder.startsWith('patchbay-prober-'));
  const held = await Promise.all(
    probers.map((folder) => readdir(join(tmpdir(), folder), { recursive: true }).catch(() => [])),
  );
  return held.flat().filter((path) => path.endsWith(name));
}

describe('a source that is an uploaded file', () => {
  let test: TestApp;
  let worker: RunningWorker;
  let tenant: TestTenant;
  let files: FileClient;
  let admin: NativeClient;
  let database: Buffer;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    test = await startTestApp({ checks: LOCAL_CHECKS });
    worker = await startTestWorker();
    database = await sqliteFile(
      'create table orders(id integer primary key, note text); create view recent as select * from orders',
    );
  });
  afterAll(async () => {
    await worker.stop();
    await test.close();
    await store.drop();
  });
  beforeEach(async () => {
    tenant = await createTenant(test);
    files = fileClient(test, tenant);
    admin = nativeClient(test, tenant);
  });

  const made = async (body: object, at = ''): Promise<number> =>
    ((await admin.post(`${at}/connections`, body).expect(201)).body as { id: number }).id;
  const checked = async (id: number): Promise<AnsweredCheck> =>
    (await admin.post(`/connections/${id}/test`).expect(200)).body as AnsweredCheck;

  it('is checked with the file of the upload area, which nobody finds afterwards', async () => {
    const file = `${tenant.slug}.db`;
    const id = await made(shop(file));
    expect(failures(await checked(id))).toEqual([['database', 'file_not_found']]);
    await files.put(file, database).expect(201);
    const check = await checked(id);
    expect(check).toMatchObject({ ok: true, server: { product: 'SQLite' } });
    expect(await leftovers(file)).toEqual([]);
    const stored = await files.get(file).expect(200);
    expect(stored.body).toMatchObject({ version: 1, used_by: [{ id, name: 'shop', project_id: 0 }] });
  });

  it('is checked with the version that the file has now', async () => {
    await files.put('shop.db', database).expect(201);
    const id = await made(shop());
    expect((await checked(id)).ok).toBe(true);
    await files.put('shop.db', 'no database').expect(200);
    expect(failures(await checked(id))).toEqual([['database', 'file_invalid']]);
  });

  it('is the file of the project, or else the GLOBAL one', async () => {
    const project = await createProject(test, tenant);
    const own = fileClient(test, tenant, { project });
    await files.put('shop.db', 'no database').expect(201);
    const id = await made(shop(), `/projects/${project}`);
    const usedBy = async (client: FileClient) =>
      ((await client.get('shop.db').expect(200)).body as { used_by: unknown[] }).used_by;
    expect(failures(await checked(id))).toEqual([['database', 'file_invalid']]);
    expect(await usedBy(files)).toEqual([{ id, name: 'shop', project_id: project }]);
    await own.put('shop.db', database).expect(201);
    expect((await checked(id)).ok).toBe(true);
    expect([await usedBy(files), await usedBy(own)]).toEqual([
      [],
      [{ id, name: 'shop', project_id: project }],
    ]);
  });

  it('is not a file of another tenant or project', async () => {
    const [other, sibling] = [await createTenant(test), await createProject(test, tenant)];
    await fileClient(test, other).put('shop.db', database).expect(201);
    await fileClient(test, tenant, { project: sibling }).put('shop.db', database).expect(201);
    expect(failures(await checked(await made(shop())))).toEqual([['database', 'file_not_found']]);
  });

  it('is tested before it is stored, and DuckDB files are sources too', async () => {
    await files.put('a/shop.duckdb', await duckDbFile('create table orders(id integer)')).expect(201);
    const body = { name: 'duck', type: 'DUCKDB', payload: { file: 'a/shop.duckdb' }, credential: NONE };
    const answer = await admin.post('/connections?test=true', body).expect(201);
    expect(answer.body.last_check).toMatchObject({ ok: true });
    const gone = { ...body, name: 'gone', payload: { file: 'a/gone.duckdb' } };
    await admin.post('/connections?test=true', gone).expect(422);
  });

  it('keeps its file from being deleted, until it is deleted itself', async () => {
    await files.put('shop.db', database).expect(201);
    const id = await made(shop());
    const hidden = await createProject(test, tenant);
    await made(shop(), `/projects/${hidden}`);
    const used = await files.delete('shop.db').expect(409);
    expect(used.body).toMatchObject({
      code: 'file_in_use',
      connections: [{ id }, { name: 'shop' }],
      hidden: 0,
    });
    await admin.delete(`/connections/${id}`).expect(200);
    const others = (await admin.get('/connections').expect(200)).body as { id: number }[];
    await admin.delete(`/connections/${others[0]!.id}`).expect(200);
    await files.delete('shop.db').expect(200);
    // What is restored names a file that is gone, and a check says so.
    await admin.post(`/connections/${id}/restore`).expect(200);
    expect(failures(await checked(id))).toEqual([['database', 'file_not_found']]);
  });

  it('is discovered, and again when the file is another one', async () => {
    await files.put('shop.db', database).expect(201);
    const id = await made(shop());
    const discover = async () => {
      const job = (await admin.post(`/connections/${id}/discover`).expect(202)).body as { id: number };
      expect(await jobEnded(test, tenant, job.id)).toMatchObject({ state: 'succeeded', error: null });
      const tables = (await admin.get(`/connections/${id}/tables`).expect(200)).body as { name: string }[];
      return tables.map(({ name }) => name).sort();
    };
    const status = async () => (await admin.get(`/connections/${id}`).expect(200)).body.indexing_status;
    expect(await discover()).toEqual(['orders', 'recent']);
    expect(await status()).toBe('INDEXED');
    await files.put(
      'shop.db',
      await sqliteFile('create table orders(id integer); create table people(id integer)'),
    );
    expect(await status()).toBe('UNKNOWN');
    expect(await discover()).toEqual(expect.arrayContaining(['orders', 'people']));
  });

  it('says what is missing where DuckDB would attach other databases', async () => {
    await files.put('shop.duckdb', await duckDbFile('create table orders(id integer)')).expect(201);
    const attached = [
      {
        name: 'orders',
        type: 'postgres',
        payload: { host: 'db.example.com', database: 'orders' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'attached-password' } },
      },
    ];
    const payload = { file: 'shop.duckdb', attached };
    const id = await made({ name: 'both', type: 'DUCKDB', payload, credential: NONE });
    expect(failures(await checked(id))).toEqual([['database', 'driver_not_installed']]);
  });

  describe('leased', () => {
    let leases: LeaseClient;
    let key: string;
    let id: number;
    beforeEach(async () => {
      leases = new LeaseClient(test, tenant);
      ({ key } = await leases.resolver());
      await files.put('shop.db', database).expect(201);
      id = await made(shop());
    });

    it('is handed over with its file', async () => {
      const lease = (await leases.lease(id, key).expect(201)).body as { files: object[] };
      const stored = (await files.get('shop.db').expect(200)).body as { digest: string };
      expect(lease.files).toEqual([
        {
          path: 'shop.db',
          version: 1,
          size: database.length,
          digest: stored.digest,
          content: database.toString('base64'),
        },
      ]);
    });

    it('is handed over without a large file, and without one that is not there', async () => {
      await files.put('shop.db', Buffer.concat([database, Buffer.alloc(5 * 1024 * 1024)])).expect(200);
      const large = (await leases.lease(id, key).expect(201)).body as { files: object[] };
      expect(large.files).toEqual([expect.objectContaining({ version: 2, content: null })]);
      const other = await made({ ...shop('gone.db'), name: 'gone' });
      expect((await leases.lease(other, key).expect(201)).body.files).toEqual([]);
    });

    it('is another one when the file is: those who hold it are told, and a token of before opens nothing', async () => {
      const first = await leases.lease(id, key).expect(201);
      const tag = first.headers['etag']!;
      await leases.lease(id, key).set('if-none-match', tag).expect(304);
      const wrapped = (await leases.lease(id, key, { wrap: true }).expect(201)).body as {
        wrap_token: string;
      };
      const { cursor } = (await leases.get('/leases/changes', key).expect(200)).body as { cursor: string };
      await files.put('shop.db', await sqliteFile('create table other(id integer)')).expect(200);
      const told = await leases.get(`/leases/changes?since=${cursor}`, key).expect(200);
      expect(told.body.changes).toContainEqual(
        expect.objectContaining({ change: 'changed', lease_id: first.body.lease_id }),
      );
      const refused = await leases.unwrap(wrapped.wrap_token, key).expect(409);
      expect(refused.body.code).toBe('connection_changed');
      const next = await leases.lease(id, key).set('if-none-match', tag).expect(201);
      expect(next.body.files).toEqual([expect.objectContaining({ version: 2 })]);
    });

    it('is another one when its project gets a file of its own', async () => {
      const project = await createProject(test, tenant);
      const inProject = await made({ ...shop(), name: 'own' }, `/projects/${project}`);
      const lease = (await leases.lease(inProject, key).expect(201)).body as { lease_id: number };
      const { cursor } = (await leases.get('/leases/changes', key).expect(200)).body as { cursor: string };
      await fileClient(test, tenant, { project }).put('shop.db', 'another').expect(201);
      const told = await leases.get(`/leases/changes?since=${cursor}`, key).expect(200);
      expect(told.body.changes).toEqual([expect.objectContaining({ lease_id: lease.lease_id })]);
    });
  });
});
