import type { KeyObject } from 'node:crypto';

import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { closedPort, type HttpsService } from '../support/fakes/https-service.js';
import { SNOWFLAKE_ACCOUNT, SNOWFLAKE_HOST, startSnowflake } from '../support/fakes/snowflake.js';
import { failureOf, type ProbeCase, warningsOf } from '../support/probe.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

type Login = NonNullable<ProbeCase['credential']>;

const NAMES = { warehouse: 'SMALL', database: 'SALES', schema: 'PUBLIC' };

describe('SNOWFLAKE', () => {
  const { privateKey, publicKey } = rsaKeyPair();
  let authority: TestAuthority;
  let service: HttpsService;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startSnowflake(await authority.issue(SNOWFLAKE_HOST), publicKey);
    prober = await startCloudProber('snowflake');
  });
  afterAll(async () => {
    await prober.close();
    await service.close();
    await authority.close();
  });

  const withPassword = (password: string): Login => ({
    type: 'SIMPLE',
    payload: { username: 'READER', password },
  });
  const withKey = (key: KeyObject, more: JsonObject = {}): Login => ({
    type: 'KEY_PAIR',
    payload: { username: 'reader', private_key: pem(key), ...more },
  });
  const probe = (payload: JsonObject, credential = withPassword('right-password'), deadlineMs = 5_000) =>
    prober.probe(
      { port: service.port, ca: authority.ca },
      { payload: { account: SNOWFLAKE_ACCOUNT, ...payload }, credential, deadlineMs },
    );

  it('logs in with a password, and lists', async () => {
    const outcome = await probe(NAMES);
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({ ok: true, server: { product: 'Snowflake', version: '9.31.1' } });
    expect(outcome.steps.filter(({ status }) => status === 'ok').map(({ step }) => step)).toEqual([
      ...['resolve', 'connect', 'tls', 'authenticate', 'database', 'list'],
    ]);
  });

  it('asks nobody but the account’s own host, and for nothing that a check does not need', async () => {
    const before = service.asked.length;
    await probe(NAMES);
    expect([...new Set(service.asked.slice(before))].sort()).toEqual(
      ['/queries/v1/query-request', '/session', '/session/v1/login-request'].map(
        (path) => `POST ${SNOWFLAKE_HOST}${path}`,
      ),
    );
  });

  it('logs in with a key pair', async () => {
    expect(failureOf(await probe(NAMES, withKey(privateKey)))).toBeUndefined();
    const oneLine = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    expect(failureOf(await probe(NAMES, withKey(privateKey, { private_key: oneLine })))).toBeUndefined();
  });

  it.each([{ ...NAMES }, { warehouse: 'SMALL' }])(
    'has a catalog, with the filter in its statements: %j',
    async (payload) => {
      const cloud = { port: service.port, ca: authority.ca };
      const target = {
        payload: { account: SNOWFLAKE_ACCOUNT, ...payload },
        credential: withPassword('right-password'),
      };
      const { tables } = await prober.catalog(cloud, target, { schemas: ['PUBLIC'] });
      expect(tables).toEqual([
        {
          ...{ catalog: 'SALES', schema: 'PUBLIC', name: 'ORDERS', kind: 'table' },
          ...{ comment: 'what was bought', rows: 12 },
          columns: [
            { name: 'ID', type: 'NUMBER(38,0)', normal: 'decimal', nullable: false, primaryKey: true },
            {
              ...{ name: 'NOTE', type: 'TEXT', normal: 'string', nullable: true, comment: 'in words' },
              foreignKey: { schema: 'PUBLIC', table: 'NOTES', column: 'TEXT' },
            },
          ],
        },
        expect.objectContaining({ name: 'RECENT', kind: 'view', comment: null, rows: null }),
      ]);
    },
  );

  it('shows one table closely', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = {
      payload: { account: SNOWFLAKE_ACCOUNT, ...NAMES },
      credential: withPassword('right-password'),
    };
    const table = { catalog: 'SALES', schema: 'PUBLIC', name: "IT'S" };
    expect(await prober.look(cloud, target, table, { rows: 2, categories: ['A"B'] })).toEqual({
      ddl: 'create or replace table IT (ID NUMBER)',
      rows: [{ ID: '1' }],
      categories: { 'A"B': ['a', 'b'] },
    });
  });

  it('says that an empty database shows nothing', async () => {
    expect(warningsOf(await probe({ database: 'SALES' }))).toEqual(['nothing_visible']);
  });

  it('tells a login that fails from one that sees too little', async () => {
    const other = rsaKeyPair(1).privateKey;
    expect(failureOf(await probe(NAMES, withPassword('wrong')))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe(NAMES, withKey(other)))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe(NAMES, withKey(privateKey, { private_key: 'no key' })))).toBe(
      'authenticate: credential_invalid',
    );
    expect(failureOf(await probe({}))).toBe('list: permission_denied');
  });

  it.each([
    ['database: database_not_found', { database: 'ELSEWHERE' }],
    ['database: schema_not_found', { database: 'SALES', schema: 'ELSEWHERE' }],
    ['database: warehouse_not_found', { warehouse: 'ELSEWHERE' }],
    ['authenticate: permission_denied', { role: 'UNKNOWN' }],
    ['authenticate: permission_denied', { role: 'BLOCKED' }],
    ['authenticate: service_not_found', { role: 'NO_ACCOUNT' }],
    ['authenticate: server_unavailable', { role: 'BUSY' }],
    ['authenticate: protocol_error', { role: 'GARBAGE' }],
    ['authenticate: redirect_outside_target', { role: 'MOVED' }],
  ])('answers %s', async (failure, payload) => {
    expect(failureOf(await probe(payload))).toBe(failure);
  });

  it('stops waiting for a service that says nothing', async () => {
    const outcome = await probe({ role: 'SILENT' }, undefined, 800);
    expect(failureOf(outcome)).toBe('authenticate: timeout');
  });

  it('knows a certificate that is none of Snowflake’s', async () => {
    const payload = { account: SNOWFLAKE_ACCOUNT };
    const credential = withPassword('right-password');
    const { port } = service;
    expect(failureOf(await prober.probe({ port }, { payload, credential }))).toBe('tls: tls_untrusted');
    const elsewhere = { payload: { account: 'other' }, credential };
    expect(failureOf(await prober.probe({ port, ca: authority.ca }, elsewhere))).toBe(
      'tls: tls_name_mismatch',
    );
  });

  it('knows a closed port', async () => {
    const port = await closedPort(await authority.issue(SNOWFLAKE_HOST));
    const target = { payload: { account: SNOWFLAKE_ACCOUNT }, credential: withPassword('x') };
    expect(failureOf(await prober.probe({ port }, target))).toBe('connect: connect_refused');
  });
});

function pem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}
