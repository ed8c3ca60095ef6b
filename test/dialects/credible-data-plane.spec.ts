import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { credibleContract, credibleProject, type CredibleProject } from '../support/credible-client.js';
import type { OpenApiContract } from '../support/openapi-contract.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { useSample } from '../support/shared-sample.js';
import { startTestWorker } from '../support/worker.js';

/** The parts of the published client that are used; its own types need those of a browser. */
interface PublisherClient {
  create(
    name: string,
    options: { connectionUri: string; accessToken: string },
  ): Promise<{
    readonly dialectName: string;
    isPool(): boolean;
    canPersist(): boolean;
    canStream(): boolean;
    test(): Promise<void>;
    runSQL(sql: string): Promise<unknown>;
    fetchTableSchema(key: string, path: string): Promise<Record<string, unknown>>;
    fetchSchemaForTables(
      missing: Record<string, string>,
      options: object,
    ): Promise<{ schemas: Record<string, unknown>; errors: Record<string, string> }>;
  }>;
}

const { PublisherConnection } = createRequire(import.meta.url)('@malloydata/db-publisher') as {
  PublisherConnection: PublisherClient;
};

const POLL_MS = 100;
const PATIENCE_MS = 25_000;

describe('the data plane of the Credible contract', () => {
  let test: TestApp;
  let contract: OpenApiContract;
  let sample: SampleDatabase;
  let worker: RunningWorker;
  let project: CredibleProject;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    sample = await useSample();
    test = await startTestApp({ checks: LOCAL_CHECKS });
    worker = await startTestWorker();
    contract = await credibleContract(test);
  });
  afterAll(async () => {
    await worker?.stop();
    await test.close();
    await sample.stop();
    await store.drop();
  });
  beforeEach(async () => {
    project = await credibleProject(test);
  });

  const sampleBlock = (login = sample.good) => ({
    host: sample.host,
    port: sample.port,
    databaseName: sample.database,
    userName: login.username,
    password: login.password,
  });
  const create = async (name = unique('pg'), block: object = sampleBlock()): Promise<string> => {
    const body = { name, type: 'postgres', postgresConnection: block, includeTables: ['public.*'] };
    await project.call('post', project.admin, body).expect(201);
    return name;
  };
  /** Asks for a connection until it is indexed, or will not be. */
  const indexed = async (name: string): Promise<Record<string, unknown>> => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const { body } = await project.call('get', `${project.data}/${name}`).expect(200);
      if (['INDEXED', 'FAILED'].includes(body.indexingStatus as string))
        return body as Record<string, unknown>;
      if (Date.now() > until) throw new Error(`It is still ${String(body.indexingStatus)}.`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  const testOf = async (body: object, token?: string) => {
    const answer = await project.call('post', '/api/v0/connections/test', body, token).expect(200);
    expect(contract.faults('credibleTestConnection', answer)).toEqual([]);
    return answer.body as { status: string; errorMessage: string | null };
  };

  it('is protected', async () => {
    const name = await create();
    const sibling = (await credibleProject(test)).tenant.admin;
    for (const path of ['', '/schemas', '/schemas/public/tables', '/schemas/public/tables/orders']) {
      await test.http().get(`${project.data}/${name}${path}`).expect(401);
      const answer = await project
        .call('get', `${project.data}/${name}${path}`, undefined, sibling)
        .expect(404);
      expect(answer.body).toEqual({ code: 'project_not_found', message: expect.any(String) });
    }
    await test.http().post('/api/v0/connections/test').send({}).expect(401);
    const viewer = project.tenant.token('viewer', [project.id]);
    await project.call('post', '/api/v0/connections/test', {}, viewer).expect(403);
  });

  it('shows schemas and tables as discovery found them', async () => {
    const name = await create();
    expect(await indexed(name)).toMatchObject({ indexingStatus: 'INDEXED' });
    const schemas = await project.call('get', `${project.data}/${name}/schemas`).expect(200);
    expect(contract.faults('credibleListSchemas', schemas)).toEqual([]);
    expect(schemas.body).toEqual([{ name: 'public', description: '', isDefault: true, isHidden: false }]);
    const path = `${project.data}/${name}/schemas/public/tables`;
    const tables = await project.call('get', path).expect(200);
    expect(contract.faults('credibleListTables', tables)).toEqual([]);
    expect(tables.body.map(({ resource }: { resource: string }) => resource)).toEqual(
      ['customer_totals', 'customers', 'orders'].map((table) => `${path}/public.${table}`),
    );
    for (const table of ['orders', 'public.orders']) {
      const answer = await project.call('get', `${path}/${table}`).expect(200);
      expect(contract.faults('credibleGetTable', answer)).toEqual([]);
      expect(answer.body.columns).toContainEqual({ name: 'customer_id', type: 'number' });
    }
    const missing = await project.call('get', `${path}/none`).expect(404);
    expect(missing.body).toEqual({ code: 'table_not_found', message: 'There is no such table.' });
  });

  it('says FAILED of a source that cannot be reached, and finds out anew after a change', async () => {
    const name = await create(unique('pg'), { ...sampleBlock(), databaseName: 'no_such_database' });
    expect(await indexed(name)).toMatchObject({ indexingStatus: 'FAILED' });
    const postgresConnection = { databaseName: sample.database };
    const changed = await project
      .call('patch', `${project.admin}/${name}`, { postgresConnection })
      .expect(200);
    expect(['PENDING', 'INDEXED']).toContain(changed.body.indexingStatus);
    expect(await indexed(name)).toMatchObject({ indexingStatus: 'INDEXED' });
  });

  it('serves the client of Malloy: it creates itself, tests, and reads the schema of a table', async () => {
    const name = await create();
    await indexed(name);
    const { port } = test.server.address() as AddressInfo;
    const client = await PublisherConnection.create(name, {
      connectionUri: `http://127.0.0.1:${port}${project.data}/${name}`,
      accessToken: project.tenant.token('operator', [project.id]),
    });
    expect([client.dialectName, client.isPool(), client.canPersist(), client.canStream()]).toEqual([
      'postgres',
      false,
      true,
      true,
    ]);
    await client.test();
    expect(await client.fetchTableSchema('orders', 'public.orders')).toEqual({
      type: 'table',
      name: 'public.orders',
      dialect: 'postgres',
      tablePath: 'public.orders',
      connection: name,
      fields: expect.arrayContaining([
        { name: 'id', type: 'number', numberType: 'integer' },
        { name: 'customer_id', type: 'number', numberType: 'integer' },
      ]),
    });
    const found = await client.fetchSchemaForTables({ one: 'public.customers', other: 'public.none' }, {});
    expect(Object.keys(found.schemas)).toEqual(['one']);
    expect(found.errors).toEqual({ other: 'There is no such table.' });
    await expect(client.runSQL('select 1')).rejects.toThrow('SQL is not run here.');
  });

  describe('tests', () => {
    it('what is sent, and says in our words what is wrong with it', async () => {
      expect(await testOf({ type: 'postgres', postgresConnection: sampleBlock() })).toEqual({
        status: 'ok',
        errorMessage: null,
      });
      const wrapped = { config: { type: 'postgres', postgresConnection: sampleBlock() } };
      expect(await testOf(wrapped)).toMatchObject({ status: 'ok' });
      const wrong = { ...sampleBlock(), password: 'wrong-password' };
      const failed = await testOf({ type: 'postgres', postgresConnection: wrong });
      expect(failed).toEqual({ status: 'failed', errorMessage: expect.stringMatching(/password|user/i) });
      expect(failed.errorMessage).not.toContain('wrong-password');
      expect(await testOf({ type: 'oracle' })).toEqual({
        status: 'failed',
        errorMessage: expect.stringContaining('type must be one of'),
      });
    });

    it.each([
      [{}, 'configuration_required', 'Connection configuration is required and cannot be empty'],
      [{ config: {} }, 'configuration_required', 'Connection configuration is required and cannot be empty'],
      [{ name: 'x' }, 'type_required', 'Connection type is required and must be a string'],
      [{ type: 5 }, 'type_required', 'Connection type is required and must be a string'],
    ])('nothing for %j', async (body, code, message) => {
      const answer = await project.call('post', '/api/v0/connections/test', body).expect(400);
      expect(answer.body).toEqual({ code, message });
    });

    it('an answer that comes back, with the stored secret, and only for where that was stored for', async () => {
      const name = await create();
      const { body } = await project.call('get', `${project.data}/${name}`).expect(200);
      expect(await testOf(body as object)).toEqual({ status: 'ok', errorMessage: null });
      const bound = project.tenant.token('operator', [project.id]);
      expect(await testOf(body as object, bound)).toMatchObject({ status: 'ok' });
      const moved = { ...body, postgresConnection: { ...body.postgresConnection, host: 'localhost' } };
      expect(await testOf(moved)).toEqual({
        status: 'failed',
        errorMessage: expect.stringContaining('postgresConnection'),
      });
      const own = { ...moved.postgresConnection, password: sample.good.password };
      expect(await testOf({ ...moved, postgresConnection: own })).toMatchObject({ status: 'ok' });
    });

    it('no answer of a connection that the caller does not see', async () => {
      const name = await create();
      const { body } = await project.call('get', `${project.data}/${name}`).expect(200);
      const stranger = await credibleProject(test);
      const answer = await stranger.call('post', '/api/v0/connections/test', body as object).expect(200);
      expect(answer.body).toMatchObject({ status: 'failed' });
      const sibling = await stranger.call('post', '/api/v0/connections/test', {
        ...(body as object),
        resource: `${stranger.data}/${name}`,
      });
      expect(sibling.body).toEqual({
        status: 'failed',
        errorMessage: expect.stringContaining('postgresConnection.password'),
      });
    });

    it('before storing with dryRun, and stores nothing', async () => {
      const body = { name: unique('dry'), type: 'postgres', postgresConnection: sampleBlock() };
      const path = `${project.admin}?dryRun=true`;
      const answer = await project.call('post', path, body).expect(200);
      expect(contract.faults('credibleCreateConnection', answer)).toEqual([]);
      const { password: _, ...shown } = sampleBlock();
      expect(answer.body).toMatchObject({
        resource: `${project.admin}/${body.name}`,
        name: body.name,
        postgresConnection: shown,
        indexingStatus: 'UNKNOWN',
        indexingStatusLastUpdated: null,
      });
      await project.call('get', `${project.admin}/${body.name}`).expect(404);
      const wrong = { ...body, postgresConnection: { ...sampleBlock(), password: 'wrong-password' } };
      const failed = await project.call('post', path, wrong).expect(422);
      expect(failed.body).toEqual({ code: 'check_failed', message: expect.stringMatching(/password|user/i) });
      await project.call('post', `${project.admin}?dryRun=maybe`, body).expect(400);
      const once = () => project.call('post', path, body).set('idempotency-key', 'dry').expect(200);
      expect((await once()).body).toEqual((await once()).body);
    });
  });
});
