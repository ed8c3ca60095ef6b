import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { sample } from '../support/layer.js';
import { nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const TYPES = (await loadConnectors()).types();
/** The page's own; the registry may have more. */
const OF_THE_PAGE = [
  'AZURE',
  'BIGQUERY',
  'DELTALAKE',
  'GCS',
  'GENERIC_JDBC',
  'HIVE_ICEBERG',
  'REDSHIFT',
  'S3',
  'SNOWFLAKE',
];
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

interface TypeView {
  readonly type: string;
  readonly payload_schema: JsonObject;
  readonly transport_schema: JsonObject;
  readonly form: readonly { name: string; secret: boolean; required: boolean }[];
  readonly credentials: readonly { type: string; schema: JsonObject }[];
  readonly default_credential_type: string;
  readonly destination_fields: readonly string[];
  readonly example: {
    readonly type: string;
    readonly payload: JsonObject;
    readonly credential: { readonly type: string; readonly payload: JsonObject };
  };
}

describe('connection types', () => {
  let test: TestApp;
  let tenant: TestTenant;
  beforeAll(async () => {
    test = await startTestApp();
    tenant = await createTenant(test);
  });
  afterAll(() => test.close());

  const get = async (path: string) =>
    (await nativeClient(test, tenant).get(path).expect(200)).body as unknown;

  it('is protected', async () => {
    for (const path of ['/connection-types', '/connection-types/REDSHIFT']) {
      await test.http().get(`${tenant.base}${path}`).expect(401);
    }
  });

  it('lists every type of the registry, those of the page among them', async () => {
    const types = ((await get('/connection-types')) as TypeView[]).map((view) => view.type);
    expect(types).toEqual(TYPES);
    expect(types).toEqual(expect.arrayContaining(OF_THE_PAGE));
  });

  it.each(['viewer', 'operator', 'editor'])('shows them to a %s', async (role) => {
    await nativeClient(test, tenant, tenant.token(role, [])).get('/connection-types').expect(200);
  });

  it.each(['NOPE', 'redshift', 'constructor', '__proto__', '%00'])('knows no type %s', async (type) => {
    const answer = await nativeClient(test, tenant).get(`/connection-types/${type}`).expect(404);
    expect(answer.body.code).toBe('connection_type_not_found');
  });

  describe.each(sample(TYPES, 3))('%s', (type) => {
    // Strict: an unknown keyword or format in a schema is an error.
    const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
    let view: TypeView;
    beforeAll(async () => {
      view = (await get(`/connection-types/${type}`)) as TypeView;
    });

    it('is the same alone and in the list', async () => {
      expect((await get('/connection-types')) as TypeView[]).toContainEqual(view);
    });

    it('has schemas of draft 2020-12, and an example that they take', () => {
      const { example } = view;
      const credential = view.credentials.find((one) => one.type === example.credential.type)!;
      for (const schema of [view.payload_schema, view.transport_schema, credential.schema]) {
        expect(schema['$schema']).toBe(DIALECT);
        expect(ajv.validateSchema(schema)).toBe(true);
      }
      for (const { schema } of view.credentials) expect(ajv.compile(schema)).toBeInstanceOf(Function);
      expect(ajv.compile(view.transport_schema)({})).toBe(true);
      expect(ajv.compile(view.payload_schema)(example.payload)).toBe(true);
      expect(ajv.compile(credential.schema)(example.credential.payload)).toBe(true);
      expect(ajv.compile(view.payload_schema)({ ...example.payload, no_such_field: 1 })).toBe(false);
      expect(view.default_credential_type).toBe(view.credentials[0]!.type);
    });

    it('has a form for exactly the fields of its schema', () => {
      const properties = Object.keys(view.payload_schema['properties'] as JsonObject);
      expect(view.form.map((hint) => hint.name).sort()).toEqual([...properties].sort());
      const required = (view.payload_schema['required'] ?? []) as string[];
      expect(
        view.form
          .filter((hint) => hint.required)
          .map((hint) => hint.name)
          .sort(),
      ).toEqual([...required].sort());
      const fields = [...properties.map((name) => `payload.${name}`), 'transport.'];
      for (const path of view.destination_fields) {
        expect(
          fields.some(
            (field) =>
              path === field ||
              path.startsWith(`${field}[].`) ||
              (field.endsWith('.') && path.startsWith(field)),
          ),
        ).toBe(true);
      }
    });

    it('has an example that can be posted as it stands', async () => {
      const api = nativeClient(test, await createTenant(test));
      const made = await api.post('/connections', view.example).expect(201);
      expect(made.body).toMatchObject({ type, payload: view.example.payload });
      await api.post('/connections', { ...view.example, name: unique('another') }).expect(201);
    });
  });
});
