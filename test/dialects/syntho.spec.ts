import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { useSample } from '../support/shared-sample.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';
import { SYNTHO_BODIES } from './syntho-bodies.js';
import { SYNTHO_PAGE_SCHEMAS } from './syntho-page.js';

const BASE = '/api/v1/database_connections';
const PAGE = 'https://patchbay.test/syntho-page';

describe('the Syntho contract', () => {
  let test: TestApp;
  let sample: SampleDatabase;
  let tenant: TestTenant;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: PAGE, components: { schemas: SYNTHO_PAGE_SCHEMAS } });
  beforeAll(async () => {
    sample = await useSample();
    test = await startTestApp({ checks: LOCAL_CHECKS });
  });
  afterAll(async () => {
    await test.close();
    await sample.stop();
  });
  beforeEach(async () => {
    tenant = await createTenant(test);
  });

  const get = (path: string, token = tenant.admin) =>
    test.http().get(`${BASE}${path}`).set('authorization', `Bearer ${token}`);
  const post = (body: object | undefined, token = tenant.admin) =>
    test.http().post(`${BASE}/test/`).set('authorization', `Bearer ${token}`).send(body);
  const keepsThePage = (schema: string, body: unknown): void => {
    const validate = ajv.compile({ $ref: `${PAGE}#/components/schemas/${schema}` });
    expect([validate(body), validate.errors]).toEqual([true, null]);
  };
  const toSample = (more: object = {}) => ({
    ...SYNTHO_BODIES['PostgreSQLConnector'],
    host: sample.host,
    port: sample.port,
    database: sample.database,
    ...sample.good,
    ...more,
  });

  it('is protected', async () => {
    for (const path of ['functionalities', 'supported_types']) {
      const answer = await test.http().get(`${BASE}/${path}/`).expect(401);
      keepsThePage('ApplicationMessage', answer.body);
    }
    await test.http().post(`${BASE}/test/`).send({}).expect(401);
    await post(toSample(), tenant.token('viewer')).expect(403);
    await post(toSample(), PLATFORM_KEY).expect(403);
  });

  it.each(Object.entries(SYNTHO_BODIES))('takes a body of the page: %s', (_, body) => {
    keepsThePage('CreateConnectorSchema', body);
  });

  describe('supported_types', () => {
    it('lists nine connectors, two of which are written to alone', async () => {
      const { body } = await get('/supported_types/').expect(200);
      keepsThePage('SupportedConnectionTypes', body);
      const all = Object.keys(SYNTHO_BODIES).sort();
      expect(Object.keys(body.write_connectors).sort()).toEqual(all);
      expect(Object.keys(body.connectors).sort()).toEqual(
        all.filter((name) => !['ADLSFSConnector', 'S3FSConnector'].includes(name)),
      );
      expect(Object.keys(body.hooks)).toEqual(['SSHTunnel', 'SSL', 'Kerberos']);
    });

    it('has every member of the page, with its default', async () => {
      const { body } = await get('/supported_types').expect(200);
      for (const name of Object.keys(SYNTHO_BODIES)) {
        const { properties } = SYNTHO_PAGE_SCHEMAS[`Create${name}`] as unknown as Page;
        const { connector_type: _, hooks_params: __, is_source: ___, ...members } = properties;
        for (const [member, { default: value = null }] of Object.entries(members)) {
          expect([name, member, body.write_connectors[name][member]?.default]).toEqual([name, member, value]);
        }
      }
    });

    it('says which hooks act for a connector', async () => {
      const { body } = await get('/supported_types/').expect(200);
      const hooks = (name: string) => body.write_connectors[name].hooks_params.values;
      expect(hooks('PostgreSQLConnector')).toEqual(['SSHTunnel', 'SSL', 'Kerberos']);
      expect(hooks('MySQLMariaDBConnector')).toEqual(['SSHTunnel', 'SSL']);
      expect(hooks('ADLSFSConnector')).toEqual([]);
    });
  });

  describe('functionalities', () => {
    it.each(Object.keys(SYNTHO_BODIES))('of %s are those of the page, each with its reason', async (name) => {
      const { body } = await get('/functionalities/').query({ connector_type: name }).expect(200);
      keepsThePage('FunctionalityListSchema', body);
      for (const { description, capabilities } of body.functionalities) {
        expect(description.length).toBeGreaterThan(40);
        const names = capabilities.map((capability: { name: string }) => capability.name);
        const needed = capabilities.flatMap(
          ({ depends_on: other }: { depends_on: string[] | null }) => other ?? [],
        );
        expect(needed.filter((other: string) => !names.includes(other))).toEqual([]);
      }
    });

    it('are none without a connector, and an error for one that there is not', async () => {
      expect((await get('/functionalities/').expect(200)).body).toEqual({ functionalities: [] });
      for (const name of ['NoSuchConnector', 'constructor', 'POSTGRES']) {
        const { body } = await get('/functionalities/').query({ connector_type: name }).expect(400);
        keepsThePage('ApplicationMessage', body);
        expect(body).toMatchObject({ kind: 'error', display: 'field' });
        expect(Object.keys(body.details)).toEqual(['connector_type']);
        expect(JSON.stringify(body)).not.toContain(name);
      }
    });
  });

  describe('a test', () => {
    it('of what works is a success, with and without the slash', async () => {
      for (const path of ['/test/', '/test']) {
        const { body } = await test
          .http()
          .post(`${BASE}${path}`)
          .set('authorization', `ApiKey ${tenant.admin}`)
          .send(toSample())
          .expect(200);
        keepsThePage('ApplicationMessage', body);
        expect(body).toMatchObject({ kind: 'success', code: 'connection_ok', details: null });
      }
    });

    it.each([
      ['authentication', { password: 'wrong-secret-password' }, 'auth_failed'],
      ['the database', { database: 'no_such_database' }, 'database_not_found'],
    ])('that fails at %s is an error with a cause, and 200', async (_, change, code) => {
      const { body } = await post(toSample(change)).expect(200);
      keepsThePage('ApplicationMessage', body);
      expect(body).toMatchObject({ kind: 'error', code, display: 'notification' });
      expect(JSON.stringify(body)).not.toContain(Object.values(change)[0]);
    });

    it('stores nothing', async () => {
      await post(toSample()).expect(200);
      const { body } = await test
        .http()
        .get(`${tenant.base}/connections`)
        .set('authorization', `Bearer ${tenant.admin}`)
        .expect(200);
      expect(body).toEqual([]);
    });

    it('asks for TLS where its hook does', async () => {
      const { body } = await post(toSample({ hooks_params: { SSL: { ssl_mode: 'require' } } })).expect(200);
      expect(body).toMatchObject({ kind: 'error', code: 'tls_not_supported' });
    });

    it('goes through the tunnel of its hook', async () => {
      const SSHTunnel = { host: sample.host, port: sample.port, username: 'u', password: 'tunnel-password' };
      const { body } = await post(toSample({ hooks_params: { SSHTunnel } })).expect(200);
      expect(body.kind).toBe('error');
      expect(body.code).toMatch(/^ssh_/);
      expect(JSON.stringify(body)).not.toContain('tunnel-password');
    });

    it('by an operator of one project works in that project, and several must be chosen from', async () => {
      const [one, two] = [await createProject(test, tenant, 'one'), await createProject(test, tenant, 'two')];
      await post(toSample(), tenant.token('operator', [one])).expect(200);
      const both = tenant.token('operator', [one, two]);
      const { body } = await post(toSample(), both).expect(400);
      keepsThePage('ApplicationMessage', body);
      expect(body.code).toBe('project_required');
      for (const choice of ['two', String(one)]) {
        await post(toSample(), both).set('x-patchbay-project', choice).expect(200);
      }
      await post(toSample(), both).set('x-patchbay-project', 'three').expect(404);
    });
  });

  describe('a body that is not valid', () => {
    it.each([
      ['nothing', undefined, []],
      ['an array', [], []],
      ['no connector', {}, ['connector_type']],
      ['no members', { connector_type: 'MsSQLConnector' }, ['database', 'host', 'password', 'username']],
      ['a host that is none', { ...SYNTHO_BODIES['PostgreSQLConnector'], host: 'a b/c' }, ['host']],
      ['no warehouse', { ...SYNTHO_BODIES['DatabricksConnector'], warehouse_id: null }, ['connector_type']],
      [
        'a key file that is not there',
        {
          ...SYNTHO_BODIES['PostgreSQLConnector'],
          hooks_params: { SSL: { ca_filename: 'no/such/ca.pem', key_filename: '../../etc/passwd' } },
        },
        ['hooks_params.SSL.ca_filename', 'hooks_params.SSL.key_filename'],
      ],
      [
        'a key that is none',
        {
          ...SYNTHO_BODIES['S3FSConnector'],
          aws_secret_access_key: null,
        },
        ['aws_secret_access_key'],
      ],
    ])('with %s is 400, and says so by field', async (_, given, fields) => {
      const { body } = await post(given as object | undefined).expect(400);
      keepsThePage('ApplicationMessage', body);
      expect(body.kind).toBe('error');
      expect(Object.keys(body.details ?? {}).sort()).toEqual(fields);
      if (fields.length > 0) expect(body.display).toBe('field');
      expect(JSON.stringify(body)).not.toMatch(/example-password|passwd|a b\/c/);
    });

    it('of JSON that is none is 400 in the same shape', async () => {
      const { body } = await test
        .http()
        .post(`${BASE}/test/`)
        .set('authorization', `Bearer ${tenant.admin}`)
        .set('content-type', 'application/json')
        .send('{"connector_type": ')
        .expect(400);
      keepsThePage('ApplicationMessage', body);
    });
  });

  it('takes files of the upload area for certificates', async () => {
    await test
      .http()
      .put(`${tenant.base}/files/tls/ca.pem`)
      .set('authorization', `Bearer ${tenant.admin}`)
      .set('content-type', 'application/octet-stream')
      .send(Buffer.from('no certificate'))
      .expect(201);
    const SSL = { ca_filename: 'tls/ca.pem' };
    const { body } = await post(toSample({ hooks_params: { SSL } })).expect(400);
    expect(Object.keys(body.details)).toEqual(['hooks_params.SSL.ca']);
  });

  it('has a document of its own', async () => {
    const { body } = await test.http().get('/openapi/syntho.json').expect(200);
    expect(Object.keys(body.paths).sort()).toEqual([
      `${BASE}/functionalities/`,
      `${BASE}/supported_types/`,
      `${BASE}/test/`,
    ]);
  });
});

interface Page {
  readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
}
