import { type TestApp, startTestApp, unique } from '../support/app.js';
import {
  credibleContract,
  credibleProject,
  type CredibleProject,
  crediblePostgres,
  POSTGRES_BLOCK,
} from '../support/credible-client.js';
import { nativeClient } from '../support/native-client.js';
import type { OpenApiContract } from '../support/openapi-contract.js';

const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/);
const { password: _secret, ...SHOWN } = POSTGRES_BLOCK;

describe('the connections of a project in the words of the Credible page', () => {
  let test: TestApp;
  let contract: OpenApiContract;
  let project: CredibleProject;
  beforeAll(async () => {
    test = await startTestApp();
    contract = await credibleContract(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    project = await credibleProject(test);
  });

  const create = async (body: object) => (await project.call('post', project.admin, body).expect(201)).body;
  const get = async (name: string) =>
    (await project.call('get', `${project.admin}/${name}`).expect(200)).body;
  const native = () => nativeClient(test, project.tenant);
  const nativeOf = async (name: string) =>
    (await native().get(`/projects/${project.id}/connections?name=${name}`).expect(200)).body[0];

  it('are protected', async () => {
    const { name } = await create(crediblePostgres());
    const viewer = project.tenant.token('viewer', [project.id]);
    const stranger = (await credibleProject(test)).tenant.admin;
    for (const [method, path] of [
      ['get', project.admin],
      ['post', project.admin],
      ['get', `${project.admin}/${name}`],
      ['patch', `${project.admin}/${name}`],
      ['delete', `${project.admin}/${name}`],
    ] as const) {
      await test.http()[method](path).expect(401);
      await project.call(method, path, method === 'get' ? undefined : {}, stranger).expect(404);
      const expected = method === 'get' ? 200 : 403;
      await project.call(method, path, method === 'get' ? undefined : {}, viewer).expect(expected);
    }
  });

  it('are stored without being reached, answered without a secret, and had indexed', async () => {
    const body = crediblePostgres();
    const answer = await project.call('post', project.admin, body).expect(201);
    expect(contract.faults('credibleCreateConnection', answer)).toEqual([]);
    expect(answer.body).toEqual({
      resource: `${project.admin}/${body.name}`,
      name: body.name,
      type: 'postgres',
      attributes: { dialectName: 'postgres', isPool: false, canPersist: true, canStream: true },
      postgresConnection: SHOWN,
      includeTables: null,
      excludeAllTables: false,
      excludeTables: null,
      indexingStatus: 'PENDING',
      indexingStatusLastUpdated: TIME,
    });
    expect(await get(body.name.toUpperCase())).toEqual(answer.body);
    const jobs = (await native().get(`/projects/${project.id}/jobs`).expect(200)).body;
    expect(jobs).toMatchObject([{ kind: 'discovery', state: 'queued' }]);
  });

  it('are not indexed when all tables are excluded', async () => {
    const body = { ...crediblePostgres(), excludeAllTables: true, includeTables: ['sales.*'] };
    expect(await create(body)).toMatchObject({
      indexingStatus: 'SKIPPED',
      excludeAllTables: true,
      includeTables: ['sales.*'],
    });
    const changed = await project
      .call('patch', `${project.admin}/${body.name}`, { excludeAllTables: false, includeTables: null })
      .expect(200);
    expect(changed.body).toMatchObject({ indexingStatus: 'PENDING', includeTables: null });
  });

  it('are listed with what the native API stored, and without what cannot be said', async () => {
    const { name } = await create(crediblePostgres());
    const nativeName = unique('native');
    const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'p' } };
    const payload = { host: 'db.example.com', port: '5432', database: 'shop' };
    for (const body of [
      { name: nativeName, type: 'POSTGRES', payload, credential },
      { name: unique('ms'), type: 'MSSQL', payload, credential },
      { name: 'two words', type: 'POSTGRES', payload, credential },
      {
        name: unique('ssh'),
        type: 'POSTGRES',
        payload,
        credential,
        transport: { ssh: { host: 'jump.example.com', username: 'u', password: 'p' } },
      },
    ]) {
      await native().post(`/projects/${project.id}/connections`, body).expect(201);
    }
    await native()
      .post('/connections', { name: 'global', type: 'POSTGRES', payload, credential })
      .expect(201);
    const answer = await project.call('get', project.admin).expect(200);
    expect(contract.faults('credibleListConnections', answer)).toEqual([]);
    expect(answer.body.map((one: { name: string }) => one.name)).toEqual([name, nativeName]);
    expect(answer.body[1]).toMatchObject({
      type: 'postgres',
      postgresConnection: { host: 'db.example.com', port: 5432, databaseName: 'shop', userName: 'reader' },
      indexingStatus: 'UNKNOWN',
    });
    await project.call('get', `${project.admin}/global`).expect(404);
    await project.call('get', `${project.admin}/two%20words`).expect(404);
  });

  it('are one with those of the native API: name, version, secret', async () => {
    const { name } = await create(crediblePostgres());
    const before = await nativeOf(name);
    expect(before).toMatchObject({
      name,
      type: 'POSTGRES',
      version: 1,
      payload: { host: 'db.example.com', port: 5433, database: 'shop' },
    });
    const path = `${project.admin}/${name}`;
    await project.call('patch', path, { postgresConnection: { databaseName: 'other' } }).expect(200);
    expect(await nativeOf(name)).toMatchObject({ id: before.id, version: 2, payload: { database: 'other' } });
    await project.call('patch', path, await get(name)).expect(200);
    expect(await nativeOf(name)).toMatchObject({ version: 2 });
    await native()
      .put(`/connections/${before.id}`, { payload: { port: 1234 } })
      .expect(422);
    await project.call('delete', path).expect(204, '');
    await project.call('get', path).expect(404);
    await native().get(`/connections/${before.id}`).expect(404);
  });

  it('keep a secret that a change does not name, also beside another user name', async () => {
    const { name } = await create(crediblePostgres());
    const path = `${project.admin}/${name}`;
    const changed = await project
      .call('patch', path, { postgresConnection: { userName: 'writer' } })
      .expect(200);
    expect(changed.body.postgresConnection).toEqual({ ...SHOWN, userName: 'writer' });
    expect(await openedCredential(name)).toEqual({ username: 'writer', password: POSTGRES_BLOCK.password });
    await project.call('patch', path, { postgresConnection: { password: 'new' } }).expect(200);
    expect(await openedCredential(name)).toEqual({ username: 'writer', password: 'new' });
  });

  it('let no secret follow another host', async () => {
    const { name } = await create(crediblePostgres());
    const path = `${project.admin}/${name}`;
    for (const postgresConnection of [
      { host: 'thief.example.com' },
      { host: 'thief.example.com', userName: 'other' },
      { port: 1 },
    ]) {
      const refused = await project.call('patch', path, { postgresConnection }).expect(400);
      expect(refused.body).toMatchObject({ code: 'secret_reentry_required' });
    }
    const moved = { host: 'new.example.com', password: 'sent-again' };
    const answer = await project.call('patch', path, { postgresConnection: moved }).expect(200);
    expect(answer.body.postgresConnection).toEqual({ ...SHOWN, host: 'new.example.com' });
  });

  it('are attached databases, each with its own secrets', async () => {
    const attached = (host: string, more: object = {}) => ({
      name: 'orders',
      type: 'postgres',
      postgresConnection: { ...POSTGRES_BLOCK, host, ...more },
    });
    const lake = {
      name: 'lake',
      type: 's3',
      s3Connection: { accessKeyId: 'AKIA', secretAccessKey: 'secret-of-s3' },
    };
    const body = {
      name: unique('duck'),
      type: 'duckdb',
      duckdbConnection: { attachedDatabases: [attached('db.example.com'), lake] },
    };
    const answer = await project.call('post', project.admin, body).expect(201);
    expect(contract.faults('credibleCreateConnection', answer)).toEqual([]);
    expect(answer.body.duckdbConnection.attachedDatabases).toEqual([
      {
        name: 'orders',
        type: 'postgres',
        attributes: { dialectName: 'postgres', isPool: false, canPersist: true, canStream: true },
        postgresConnection: SHOWN,
      },
      {
        name: 'lake',
        type: 's3',
        attributes: { dialectName: 'duckdb', isPool: false, canPersist: true, canStream: true },
        s3Connection: { accessKeyId: 'AKIA', region: 'us-east-1' },
      },
    ]);
    const path = `${project.admin}/${body.name}`;
    const change = (attachedDatabases: object[]) =>
      project.call('patch', path, { duckdbConnection: { attachedDatabases } });
    const kept = await change([{ name: 'orders', postgresConnection: { databaseName: 'other' } }]).expect(
      200,
    );
    expect(kept.body.duckdbConnection.attachedDatabases).toMatchObject([
      { name: 'orders', postgresConnection: { ...SHOWN, databaseName: 'other' } },
    ]);
    const stolen = await change([
      { name: 'orders', postgresConnection: { host: 'thief.example.com' } },
    ]).expect(400);
    expect(stolen.body).toEqual({
      code: 'secret_reentry_required',
      message: expect.stringContaining('duckdbConnection.attachedDatabases[0].postgresConnection.password'),
    });
  });

  it('remember what only this contract knows of them', async () => {
    const body = {
      name: unique('trino'),
      type: 'trino',
      trinoConnection: {
        server: 'https://trino.example.com:8443',
        user: 'reader',
        peakaKey: 'secret-of-peaka',
      },
    };
    const answer = await create(body);
    expect(answer.trinoConnection).toEqual({
      server: 'https://trino.example.com',
      port: 8443,
      user: 'reader',
    });
    const named = { url: 'md:shop', md_token: 'secret-of-motherduck' };
    const duck = await create({ name: unique('md'), type: 'duckdb', duckdbConnection: named });
    expect(duck).toMatchObject({ type: 'duckdb', duckdbConnection: { url: 'md:shop' } });
    expect(await get(duck.name)).toEqual(duck);
    expect(await nativeOf(duck.name)).toMatchObject({ type: 'MOTHERDUCK', payload: { database: 'shop' } });
  });

  it('happen once under an Idempotency-Key', async () => {
    const body = crediblePostgres();
    const post = () => project.call('post', project.admin, body).set('idempotency-key', 'once');
    const first = await post().expect(201);
    const again = await post().expect(201);
    expect(again.body).toEqual(first.body);
  });

  /** What a lease would hand out. */
  async function openedCredential(name: string): Promise<object> {
    const { id } = await nativeOf(name);
    const answer = await native()
      .post(`/connections/${id}/lease`, { purpose: 'test' })
      .set('authorization', `Bearer ${project.tenant.token('resolver')}`)
      .expect(201);
    return answer.body.credential.payload as object;
  }
});
