import type { KeyObject } from 'node:crypto';

import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { answerBigQuery } from '../support/fakes/bigquery.js';
import {
  GARBAGE_ACCOUNT,
  GOOGLE_ACCOUNT,
  GOOGLE_NAME,
  MOVED_ACCOUNT,
  startGoogle,
} from '../support/fakes/google.js';
import { closedPort, type HttpsService } from '../support/fakes/https-service.js';
import { failureOf, warningsOf } from '../support/probe.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

describe('BIGQUERY', () => {
  const { privateKey, publicKey } = rsaKeyPair();
  let authority: TestAuthority;
  let service: HttpsService;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startGoogle(await authority.issue(GOOGLE_NAME), publicKey, answerBigQuery);
    prober = await startCloudProber('bigquery');
  });
  afterAll(async () => {
    await prober.close();
    await service.close();
    await authority.close();
  });

  const login = (key: KeyObject = privateKey, email = GOOGLE_ACCOUNT) => ({
    type: 'GCP',
    payload: {
      client_email: email,
      private_key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    },
  });
  const probe = (payload: JsonObject, credential = login()) =>
    prober.probe(
      { port: service.port, ca: authority.ca },
      { payload: { project: 'example-project', ...payload }, credential },
    );

  it('logs in with a signed assertion, and lists', async () => {
    const outcome = await probe({ dataset: 'sales', location: 'eu', maximum_bytes_billed: '1000' });
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({ ok: true, server: { product: 'Google BigQuery' } });
    expect(outcome.steps.filter(({ status }) => status === 'ok').map(({ step }) => step)).toEqual([
      ...['resolve', 'connect', 'tls', 'authenticate', 'database', 'list'],
    ]);
  });

  it('has a catalog without a query, which would have to be paid for', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = { payload: { project: 'example-project' }, credential: login() };
    const before = service.asked.length;
    const { tables } = await prober.catalog(cloud, target);
    expect(tables).toEqual([
      {
        ...{ catalog: 'example-project', schema: 'sales', name: 'orders', kind: 'table' },
        ...{ comment: 'what was bought', rows: 12 },
        columns: [
          {
            ...{ name: 'id', type: 'INTEGER', normal: 'integer', nullable: false },
            ...{ primaryKey: true, comment: 'of the order' },
          },
          {
            ...{ name: 'price', type: 'NUMERIC(10,2)', normal: 'decimal', nullable: true },
            foreignKey: { schema: 'sales', table: 'prices', column: 'amount' },
          },
          { name: 'tags', type: 'ARRAY<STRING>', normal: 'array', nullable: false },
        ],
      },
      expect.objectContaining({ name: 'recent', kind: 'view', rows: null }),
    ]);
    const exclude = [{ schema: 'sales', table: 'orders' }];
    const some = await prober.catalog(cloud, target, { schemas: ['sales'], exclude });
    expect(some.tables.map(({ name }) => name)).toEqual(['recent']);
    const asked = service.asked.slice(before);
    // Each login plans a query; none runs.
    expect(asked.filter((one) => one.startsWith('POST') && one.includes('/jobs'))).toHaveLength(2);
    expect(asked.filter((one) => one.endsWith('/tables/orders'))).toHaveLength(1);
  });

  it('shows one table closely, as far as that is free', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = { payload: { project: 'example-project', dataset: 'sales' }, credential: login() };
    const place = { catalog: 'example-project', schema: 'sales' };
    const wishes = { rows: 3, categories: ['id'] };
    const orders = await prober.look(cloud, target, { ...place, name: 'orders' }, wishes);
    expect(orders).toEqual({
      ddl: null,
      rows: [{ id: '1', price: null, tags: '["new"]' }],
      categories: {},
    });
    const recent = await prober.look(cloud, target, { ...place, name: 'recent' }, wishes);
    expect(recent).toEqual({
      ddl: 'CREATE VIEW `example-project.sales.recent` AS\nselect 1',
      rows: [],
      categories: {},
    });
  });

  it('lists the datasets of a project, and asks nobody but Google’s two hosts', async () => {
    const before = service.asked.length;
    expect(failureOf(await probe({}))).toBeUndefined();
    const api = 'bigquery.googleapis.com/bigquery/v2/projects/example-project';
    expect([...new Set(service.asked.slice(before))]).toEqual([
      'POST oauth2.googleapis.com/token',
      `GET ${api}/datasets`,
      `POST ${api}/jobs`,
      `GET ${api}/datasets/sales/tables`,
    ]);
  });

  it('takes a key whose lines are written as escapes', async () => {
    const { type, payload } = login();
    const escaped = { ...payload, private_key: payload.private_key.replaceAll('\n', '\\n') };
    expect(failureOf(await probe({}, { type, payload: escaped }))).toBeUndefined();
  });

  it('says that an empty dataset shows nothing', async () => {
    expect(warningsOf(await probe({ dataset: 'empty' }))).toEqual(['nothing_visible']);
  });

  it('knows a key that is not the account’s, and one that is none', async () => {
    const other = rsaKeyPair(1).privateKey;
    expect(failureOf(await probe({}, login(other)))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe({}, login(privateKey, 'gone@example.com')))).toBe(
      'authenticate: auth_failed',
    );
    const none = { type: 'GCP', payload: { client_email: GOOGLE_ACCOUNT, private_key: 'no key' } };
    expect(failureOf(await probe({}, none))).toMatch(/: credential_invalid$/);
  });

  it.each([
    ['schema_not_found', { dataset: 'elsewhere' }],
    ['permission_denied', { dataset: 'secret' }],
    ['wrong_region', { dataset: 'sales', location: 'US' }],
    ['database_not_found', { project: 'nowhere' }],
    ['database_not_found', { billing_project: 'nowhere' }],
    ['permission_denied', { billing_project: 'no-jobs' }],
    ['permission_denied', { project: 'not-enabled' }],
    ['server_unavailable', { project: 'busy' }],
    ['protocol_error', { project: 'garbage' }],
    ['redirect_outside_target', { project: 'moved' }],
  ])('answers %s for %j', async (code, payload) => {
    expect(failureOf(await probe(payload))).toBe(`database: ${code}`);
  });

  it('follows nobody who sends it elsewhere for a token', async () => {
    expect(failureOf(await probe({}, login(privateKey, MOVED_ACCOUNT)))).toBe(
      'authenticate: redirect_outside_target',
    );
    expect(failureOf(await probe({}, login(privateKey, GARBAGE_ACCOUNT)))).toBe(
      'authenticate: protocol_error',
    );
  });

  it('knows a certificate that is none of Google’s', async () => {
    const target = { payload: { project: 'example-project' }, credential: login() };
    expect(failureOf(await prober.probe({ port: service.port }, target))).toBe('tls: tls_untrusted');
  });

  it('knows a closed port', async () => {
    const port = await closedPort(await authority.issue(GOOGLE_NAME));
    const target = { payload: { project: 'example-project' }, credential: login() };
    expect(failureOf(await prober.probe({ port }, target))).toBe('connect: connect_refused');
  });
});
