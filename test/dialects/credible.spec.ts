import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { credibleContract, credibleProject, type CredibleProject } from '../support/credible-client.js';
import { duckDbFile, fileClient } from '../support/files.js';
import { nativeClient } from '../support/native-client.js';
import type { OpenApiContract } from '../support/openapi-contract.js';
import { BLOCKS, FILTERS, SECRETS, TYPES } from './credible-page.js';
import { useSample } from '../support/shared-sample.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

type Json = Record<string, unknown>;

const PEM = rsaKeyPair().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const KEY_FILE = JSON.stringify({
  type: 'service_account',
  project_id: 'example-project',
  private_key_id: 'abc',
  private_key: PEM,
  client_email: 'reader@example-project.iam.gserviceaccount.com',
  client_id: '1',
});

/** What stands for `<string>`, by the field; any other field is a name. */
const TEXTS: Readonly<Record<string, string>> = {
  account: 'org-account',
  server: 'https://trino.example.com',
  location: 'EU',
  serviceAccountKeyJson: KEY_FILE,
  privateKey: PEM,
  maximumBytesBilled: '1000000',
  queryTimeoutMilliseconds: '30000',
  endpoint: 'https://s3.example.com',
  host: 'db.example.com',
};

describe('the conversation of the Credible page', () => {
  let test: TestApp;
  let contract: OpenApiContract;
  let sample: SampleDatabase;
  let project: CredibleProject;
  beforeAll(async () => {
    sample = await useSample();
    test = await startTestApp({ checks: LOCAL_CHECKS });
    contract = await credibleContract(test);
  });
  afterAll(async () => {
    await test.close();
    await sample.stop();
  });
  beforeEach(async () => {
    project = await credibleProject(test);
  });

  /** A block of the page with values in its placeholders; those of Postgres are the test server's. */
  const filled = (member: string, block: Json = BLOCKS[member]!): Json => {
    const { host, port, database, good } = sample;
    const own: Json =
      member === 'postgresConnection'
        ? {
            host,
            port,
            databaseName: database,
            userName: good.username,
            password: good.password,
            connectionString: `postgresql://${good.username}:${encodeURIComponent(good.password)}@${host}:${port}/${database}`,
          }
        : {};
    return Object.fromEntries(
      Object.entries(block).map(([name, value]) => [
        name,
        own[name] ?? (value === '<string>' ? (TEXTS[name] ?? `example_${name.toLowerCase()}`) : value),
      ]),
    );
  };
  const attached = (): Json[] =>
    [
      ['test_connection', 'bigquery'],
      ['_connection', 'snowflake'],
      ['test_connection_1', 'postgres'],
      ['files', 'gcs'],
      ['lake', 's3'],
    ].map(([name, type]) => ({
      name,
      type,
      attributes: { dialectName: 'any', isPool: true, canPersist: true, canStream: true },
      [`${type}Connection`]: filled(`${type}Connection`),
    }));
  const blockOf = (type: string): Json =>
    type === 'duckdb' ? { attachedDatabases: attached() } : filled(`${type}Connection`);
  /** The page's request, for one type. */
  const request = (type: string) => ({
    resource: 'any',
    name: unique(type),
    type,
    attributes: { dialectName: 'any', isPool: true, canPersist: true, canStream: true },
    [`${type}Connection`]: blockOf(type),
    ...FILTERS,
    indexingStatus: 'UNKNOWN',
    indexingStatusLastUpdated: '2023-11-07T05:31:56Z',
  });
  /** What of a block comes back. */
  const shown = (block: Json): Json =>
    Object.fromEntries(
      Object.entries(block)
        .filter(([name]) => !SECRETS.includes(name))
        .map(([name, value]) => [
          name,
          Array.isArray(value)
            ? (value as Json[]).map((entry) => {
                const member = `${String(entry['type'])}Connection`;
                return {
                  ...entry,
                  attributes: expect.any(Object) as unknown,
                  [member]: shown(entry[member] as Json),
                };
              })
            : value,
        ]),
    );

  it.each(Object.entries(TYPES))('makes, shows, changes and deletes a %s', async (type, attributes) => {
    const body = request(type);
    const made = await project.call('post', project.admin, body).expect(201);
    expect(contract.faults('credibleCreateConnection', made)).toEqual([]);
    const expected = {
      resource: `${project.admin}/${body.name}`,
      name: body.name,
      type,
      attributes,
      [`${type}Connection`]: shown(blockOf(type)),
      ...FILTERS,
      indexingStatus: 'PENDING',
      indexingStatusLastUpdated: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/) as string,
    };
    expect(made.body).toEqual(expected);
    const path = `${project.admin}/${body.name}`;
    expect((await project.call('get', path).expect(200)).body).toEqual(expected);
    expect((await project.call('get', project.admin).expect(200)).body).toEqual([expected]);
    const same = await project.call('patch', path, made.body as object).expect(200);
    expect(contract.faults('credibleUpdateConnection', same)).toEqual([]);
    expect(same.body).toEqual(expected);
    const unfiltered = { includeTables: null, excludeTables: null };
    const changed = await project.call('patch', path, unfiltered).expect(200);
    expect(changed.body).toEqual({ ...expected, ...unfiltered, indexingStatus: 'RETRY' });
    await project.call('delete', path).expect(204, '');
    expect((await project.call('get', project.admin).expect(200)).body).toEqual([]);
  });

  it('tests a connection to a real Postgres, and does not store it', async () => {
    const answer = await project
      .call('post', `${project.admin}?dryRun=true`, request('postgres'))
      .expect(200);
    expect(contract.faults('credibleCreateConnection', answer)).toEqual([]);
    expect(answer.body.postgresConnection).toEqual(shown(blockOf('postgres')));
    expect((await project.call('get', project.admin).expect(200)).body).toEqual([]);
  });

  it('tests a real file of DuckDB', async () => {
    const { tenant, id } = project;
    await fileClient(test, tenant, { project: id })
      .put('shop.duckdb', await duckDbFile(...DUCKDB))
      .expect(201);
    const body = { name: unique('duck'), type: 'duckdb', duckdbConnection: { url: 'shop.duckdb' } };
    const answer = await project.call('post', `${project.admin}?dryRun=true`, body).expect(200);
    expect(answer.body.duckdbConnection).toEqual({ url: 'shop.duckdb' });
    await project.call('post', project.admin, body).expect(201);
    const list = await nativeClient(test, tenant).get(`/projects/${id}/connections`).expect(200);
    expect(list.body).toMatchObject([{ name: body.name, type: 'DUCKDB', payload: { file: 'shop.duckdb' } }]);
  });

  it('has no secret in anything that was answered or logged', async () => {
    const answers: string[] = [];
    for (const type of Object.keys(TYPES)) {
      const made = await project.call('post', project.admin, request(type)).expect(201);
      answers.push(made.text, (await project.call('get', project.admin).expect(200)).text);
    }
    const secrets = [sample.good.password, 'PRIVATE KEY', 'example_password', 'example_accesstoken'];
    for (const secret of [...secrets, 'example_secret', 'example_sessiontoken', 'example_peakakey']) {
      expect(answers.filter((text) => text.includes(secret))).toEqual([]);
      expect(test.logged.filter((line) => line.includes(secret))).toEqual([]);
    }
  });
});

const DUCKDB = ['create table orders (id integer primary key, total decimal(10, 2))'];
