import { type TestApp, startTestApp, unique } from '../support/app.js';
import { sample } from '../support/layer.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

const JOHN = 'john_doe@telm.ai';
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The page's sample of a create. */
const SAMPLE = {
  name: 'MyRedshift',
  type: 'REDSHIFT',
  credential: { type: 'SIMPLE', payload: { username: 'test', password: 'test' } },
  payload: { endpoint_prefix: 'tlm-redshift02' },
};

/** The rows of the page's table of credentials. */
const CREDENTIALS = {
  SIMPLE: { username: 'your_username', password: 'your_password' },
  AWS: { access_key: 'your_access_key_id', secret_key: 'your_secret_access_key' },
  TOKEN: { token: 'your_api_token' },
  AZURE_SAS: { sas_key: 'your_azure_sas_key' },
  GENERIC_MAP: { custom_param1: 'value1', custom_param2: 'value2' },
  GCP: {
    project_id: 'telmai-dev',
    private_key_id: 'your-private-key-id',
    private_key: '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n',
    client_email: 'your-service-account-email@your-project.iam.gserviceaccount.com',
    client_id: 'your-client-id',
  },
};

const SECRET_OF: Record<keyof typeof CREDENTIALS, string> = {
  SIMPLE: 'password',
  AWS: 'secret_key',
  TOKEN: 'token',
  AZURE_SAS: 'sas_key',
  GENERIC_MAP: 'custom_param1',
  GCP: 'private_key',
};

interface PayloadRow {
  readonly type: string;
  readonly credential: keyof typeof CREDENTIALS;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Another valid value of each field. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly dbType: string | null;
}

/** The rows of the page's table of payloads. */
const PAYLOADS: readonly PayloadRow[] = [
  {
    type: 'REDSHIFT',
    credential: 'SIMPLE',
    payload: { endpoint_prefix: 'tlm-redshift02' },
    others: { endpoint_prefix: 'tlm-redshift03' },
    dbType: 'REDSHIFT',
  },
  {
    type: 'GCS',
    credential: 'GCP',
    payload: { bucket: 'example_bucket' },
    others: { bucket: 'other_bucket' },
    dbType: null,
  },
  {
    type: 'S3',
    credential: 'AWS',
    payload: { bucket: 'example_bucket' },
    others: { bucket: 'other_bucket' },
    dbType: null,
  },
  {
    type: 'AZURE',
    credential: 'AZURE_SAS',
    payload: { storage_account: 'test_acc', bucket: 'example_bucket' },
    others: { storage_account: 'other_acc', bucket: 'other_bucket' },
    dbType: null,
  },
  {
    type: 'BIGQUERY',
    credential: 'GCP',
    payload: { project: 'test_project' },
    others: { project: 'other_project' },
    dbType: 'BIGQUERY',
  },
  {
    type: 'DELTALAKE',
    credential: 'TOKEN',
    payload: { host: 'test.db23.databricks.com', port: '443', httppath: 'some/path' },
    others: { host: 'other.db23.databricks.com', port: '8443', httppath: 'other/path' },
    dbType: null,
  },
  {
    type: 'GENERIC_JDBC',
    credential: 'GENERIC_MAP',
    payload: {
      db_type: 'HANA10',
      db_or_schema: 'test_db',
      connection_properties: { prop1: 'value1', prop2: 'value2' },
    },
    others: {
      db_type: 'HANA101',
      db_or_schema: 'other_db',
      connection_properties: { prop1: 'value1', prop3: 'value3' },
    },
    dbType: 'HANA10',
  },
  {
    type: 'HIVE_ICEBERG',
    credential: 'GCP',
    payload: {
      thrift_uri: 'thrift://metastore.example.com:9083',
      location_type: 'GCS',
      region: 'us-east-1',
      bucket: 'example_bucket',
    },
    others: {
      thrift_uri: 'thrift://other.example.com:9083',
      location_type: 'S3',
      region: 'eu-west-1',
      bucket: 'other_bucket',
    },
    dbType: null,
  },
  {
    type: 'SNOWFLAKE',
    credential: 'SIMPLE',
    payload: { account: 'test_acc', warehouse: 'example_warehouse', role: 'WH_ADMIN' },
    others: { account: 'other_acc', warehouse: 'other_warehouse', role: 'READER' },
    dbType: 'SNOWFLAKE',
  },
];

/** What "depends on location_type" says. */
const BY_LOCATION = { GCS: 'GCP', S3: 'AWS', AZURE: 'AZURE_SAS' } as const;

const credentialOf = (type: keyof typeof CREDENTIALS) => ({ type, payload: CREDENTIALS[type] });

/** Told apart from everything that is answered. */
const SECRETS = Object.entries(SECRET_OF)
  .filter(([type]) => type !== 'GENERIC_MAP')
  .map(
    ([type, field]) =>
      Object.entries(credentialOf(type as keyof typeof CREDENTIALS).payload).find(
        ([key]) => key === field,
      )![1],
  );

describe.each(['project', 'tenant'])('the page’s examples on the %s’s path', (place) => {
  let test: TestApp;
  let tenant: TestTenant;
  let api: NativeClient;
  let project: number;
  let path: string;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    project = await createProject(test, tenant);
    api = nativeClient(test, tenant, userToken({ tenant: tenant.slug, role: 'tenant_admin', email: JOHN }));
    path = place === 'project' ? `/projects/${project}/connections` : '/connections';
  });

  /** The members of the page's answer, and no credential. */
  const answered = (body: object, dbType: string | null) => ({
    ...body,
    id: expect.any(Number),
    project_id: place === 'project' ? project : 0,
    scope: place === 'project' ? 'PROJECT' : 'GLOBAL',
    created_by: JOHN,
    created_at: expect.stringMatching(UTC),
    db_type: dbType,
  });

  it('is protected', async () => {
    await test.http().get(`${tenant.base}${path}`).expect(401);
  });

  it('create', async () => {
    const { body } = await api.post(path, SAMPLE).expect(201);
    const { credential: _, ...sent } = SAMPLE;
    expect(body).toEqual({
      ...answered(sent, 'REDSHIFT'),
      transport: null,
      credential_id: expect.any(Number),
      updated_by: JOHN,
      updated_at: body.created_at,
      version: 1,
      last_check: null,
      lease_policy: { mode: 'scope' },
      include_tables: null,
      exclude_tables: null,
      exclude_all_tables: false,
      schemas: null,
      discovery_schedule: null,
      check_schedule: null,
      health: null,
      indexing_status: 'UNKNOWN',
      indexing_status_last_updated: body.created_at,
    });
  });

  it.each(sample(PAYLOADS, 2).map((row) => [row.type, row] as const))(
    '%s, from create to delete',
    async (_, row) => {
      const { type, payload, dbType } = row;
      const name = unique(type);
      const made = await api
        .post(path, { name, type, credential: credentialOf(row.credential), payload })
        .expect(201);
      expect(made.body).toMatchObject(answered({ name, type, payload }, dbType));
      expect(made.body.payload).toStrictEqual(payload);
      expect(made.body).not.toHaveProperty('credential');

      const one = `${path}/${made.body.id}`;
      const got = await api.get(one).expect(200);
      expect(got.body).toEqual(made.body);
      const list = await api.get(path).expect(200);
      expect(list.body).toEqual([made.body]);
      const texts = JSON.stringify([made.body, got.body, list.body]);
      for (const secret of SECRETS) expect(texts).not.toContain(JSON.stringify(secret).slice(1, -1));

      const same = await api.put(one, got.body as object).expect(200);
      expect(same.body).toEqual(got.body);

      const removed = await api.delete(one).expect(200);
      expect(removed.body).toEqual({ message: 'Connection was deleted successfully' });
      await api.get(one).expect(404);
      expect((await api.get(path).expect(200)).body).toEqual([]);
    },
  );

  it.each(sample(PAYLOADS, 2, 1).map((row) => [row.type, row] as const))(
    '%s, field by field',
    async (_, row) => {
      const { type, payload, others } = row;
      const credential = credentialOf(row.credential);
      const made = await api.post(path, { name: unique(type), type, credential, payload }).expect(201);
      const one = `${path}/${made.body.id}`;
      let expected = made.body as Record<string, unknown>;
      const put = async (patch: Record<string, unknown>, changed: object) => {
        const { body } = await api.put(one, patch).expect(200);
        const { updated_at: at, ...rest } = body as Record<string, unknown>;
        const { updated_at: _before, version, ...kept } = expected;
        expect(rest).toEqual({ ...kept, ...changed, version: (version as number) + 1 });
        expect(at).toMatch(UTC);
        expected = body as Record<string, unknown>;
      };

      const name = unique('renamed');
      await put({ name }, { name });
      for (const [field, value] of Object.entries(others)) {
        const next = { ...(expected['payload'] as object), [field]: value } as Record<string, unknown>;
        const location = next['location_type'] as keyof typeof BY_LOCATION | undefined;
        const fitting = credentialOf(location === undefined ? row.credential : BY_LOCATION[location]);
        const dbType = field === 'db_type' ? { db_type: value } : {};
        await put({ payload: { [field]: value }, credential: fitting }, { payload: next, ...dbType });
      }
      const last = (expected['payload'] as Record<string, keyof typeof BY_LOCATION>)['location_type'];
      const renewed = last === undefined ? row.credential : BY_LOCATION[last];
      const secret = { ...CREDENTIALS[renewed], [SECRET_OF[renewed]]: 'renewed' };
      await put({ credential: { type: renewed, payload: secret } }, {});
      expect((await api.get(one).expect(200)).body).toEqual(expected);
    },
  );

  it.each(Object.entries(BY_LOCATION))('HIVE_ICEBERG at %s takes %s', async (location, type) => {
    const row = PAYLOADS.find((candidate) => candidate.type === 'HIVE_ICEBERG')!;
    const payload = { ...row.payload, location_type: location };
    const body = { name: unique('hive'), type: 'HIVE_ICEBERG', payload };
    await api.post(path, { ...body, credential: credentialOf(type) }).expect(201);
    for (const wrong of Object.values(BY_LOCATION).filter((other) => other !== type)) {
      const refused = await api.post(path, { ...body, credential: credentialOf(wrong) }).expect(422);
      expect(refused.body.errors).toEqual([
        expect.objectContaining({ path: 'credential.type', message: expect.stringContaining(` ${type}.`) }),
      ]);
    }
  });

  it('the REDSHIFT of the list sample: database and port', async () => {
    const payload = { endpoint_prefix: 'tlm-redshift02', database: 'production_db', port: 5439 };
    await api.post(path, { ...SAMPLE, name: 'MyRedshiftConnection', payload }).expect(201);
    const { body } = await api.get(path).expect(200);
    expect(body).toEqual([
      expect.objectContaining(
        answered({ name: 'MyRedshiftConnection', type: 'REDSHIFT', payload }, 'REDSHIFT'),
      ),
    ]);
    expect(body[0].payload).toStrictEqual(payload);
  });

  it('custom parameters of GENERIC_JDBC', async () => {
    const connection_properties = { prop1: 'value1', 'custom.param': 'x', currentSchema: 'S' };
    const payload = { db_type: 'HANA10', db_or_schema: 'test_db', connection_properties };
    const credential = credentialOf('GENERIC_MAP');
    const made = await api
      .post(path, { name: 'Jdbc', type: 'GENERIC_JDBC', credential, payload })
      .expect(201);
    expect(made.body.payload).toStrictEqual(payload);
  });
});

describe('the page’s list of all connections', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('holds the global one and the project’s one, as on the page', async () => {
    const tenant = await createTenant(test);
    const project = await createProject(test, tenant);
    const api = nativeClient(
      test,
      tenant,
      userToken({ tenant: tenant.slug, role: 'tenant_admin', email: JOHN }),
    );
    const redshift = {
      name: 'MyRedshiftConnection',
      type: 'REDSHIFT',
      payload: { endpoint_prefix: 'tlm-redshift02', database: 'production_db', port: 5439 },
    };
    const gcs = {
      name: 'MyProjectGCSConnection',
      type: 'GCS',
      payload: { bucket: 'telmai_project_storage' },
    };
    await api.post('/connections', { ...redshift, credential: SAMPLE.credential }).expect(201);
    await api
      .post(`/projects/${project}/connections`, { ...gcs, credential: credentialOf('GCP') })
      .expect(201);
    const { body } = await api.get('/connections').expect(200);
    const common = { id: expect.any(Number), created_by: JOHN, created_at: expect.stringMatching(UTC) };
    expect(body).toEqual([
      expect.objectContaining({
        ...common,
        ...redshift,
        project_id: 0,
        scope: 'GLOBAL',
        db_type: 'REDSHIFT',
      }),
      expect.objectContaining({ ...common, ...gcs, project_id: project, scope: 'PROJECT', db_type: null }),
    ]);
    const own = await api.get(`/projects/${project}/connections`).expect(200);
    expect(own.body).toEqual([body[1]]);
    expect((await api.get(`/connections/${body[1].id}`).expect(200)).body).toEqual(body[1]);
    await api.get(`/projects/${project}/connections/${body[0].id}`).expect(404);
  });
});
