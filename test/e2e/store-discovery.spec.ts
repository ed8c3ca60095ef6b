import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import { LAKE_COLUMNS, PEOPLE_LOOK } from '../support/fakes/bucket-files.js';
import { type FakeService, startHttpFake } from '../support/fakes/https-fake.js';
import { answerS3 } from '../support/fakes/s3.js';
import { nativeClient } from '../support/native-client.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { jobEnded, startTestWorker } from '../support/worker.js';

interface AnsweredTable {
  readonly id: number;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

describe('the discovery of an object store', () => {
  /** Names of files that the bucket gives to nobody for now. */
  const locked = new Set<string>();
  let test: TestApp;
  let worker: RunningWorker;
  let bucket: FakeService;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    bucket = await startHttpFake((request) =>
      locked.has(request.url.pathname) ? { status: 403, body: '' } : answerS3(request),
    );
    test = await startTestApp();
    worker = await startTestWorker();
  });
  afterAll(async () => {
    await worker?.stop();
    await test.close();
    await bucket.close();
    await store.drop();
  });
  afterEach(() => locked.clear());

  const connect = async (tenant: TestTenant): Promise<number> => {
    const endpoint = `http://127.0.0.1:${bucket.port}`;
    const made = await nativeClient(test, tenant)
      .post('/connections', {
        name: unique('lake'),
        type: 'S3',
        payload: { bucket: 'lake', region: 'eu-central-1', prefix: '/', endpoint, path_style: true },
        credential: { type: 'AWS', payload: AWS_KEY },
        transport: { tls: { mode: 'disable' } },
      })
      .expect(201);
    return made.body.id as number;
  };
  const discover = async (tenant: TestTenant, id: number): Promise<AnsweredTable[]> => {
    const client = nativeClient(test, tenant);
    const begun = await client.post(`/connections/${id}/discover`).expect(202);
    expect(await jobEnded(test, tenant, begun.body.id as number)).toMatchObject({ state: 'succeeded' });
    const listed = (await client.get(`/connections/${id}/tables`).expect(200)).body as { id: number }[];
    return Promise.all(
      listed.map(
        async (table) => (await client.get(`/tables/${table.id}`).expect(200)).body as AnsweredTable,
      ),
    );
  };
  const columnsOf = (tables: readonly AnsweredTable[]) =>
    Object.fromEntries(
      tables.map(({ name, columns }) => [name, columns.map((column) => `${column.name} ${column.type}`)]),
    );

  it('finds files and folders as tables with their columns, and looks at the rows of one', async () => {
    const tenant = await createTenant(test);
    const tables = await discover(tenant, await connect(tenant));
    expect(columnsOf(tables)).toEqual(LAKE_COLUMNS);
    const client = nativeClient(test, tenant);
    const people = tables.find(({ name }) => name === 'people.csv')!;
    const begun = await client.post(`/tables/${people.id}/sync`, {}).expect(202);
    expect(await jobEnded(test, tenant, begun.body.id as number)).toMatchObject({ state: 'succeeded' });
    const table = (await client.get(`/tables/${people.id}`).expect(200)).body;
    expect(table).toMatchObject({ status: 'SCANNED', ddl: null, example_rows: PEOPLE_LOOK.rows });
  });

  it('keeps the columns of a file that cannot be read this time, and counts nothing as removed', async () => {
    const tenant = await createTenant(test);
    const id = await connect(tenant);
    await discover(tenant, id);
    locked.add('/lake/people.csv').add('/lake/orders/_delta_log/00000000000000000000.json');
    expect(columnsOf(await discover(tenant, id))).toEqual(LAKE_COLUMNS);
    expect((await nativeClient(test, tenant).get(`/connections/${id}/changes`).expect(200)).body).toEqual([]);
  });
});
