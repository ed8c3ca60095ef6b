import type { KeyObject } from 'node:crypto';

import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import { LAKE_COLUMNS, PEOPLE, PEOPLE_LOOK, PEOPLE_WISHES } from '../support/fakes/bucket-files.js';
import { answerSigned, answerStorage } from '../support/fakes/gcs.js';
import {
  GARBAGE_ACCOUNT,
  GOOGLE_ACCOUNT,
  GOOGLE_NAME,
  MOVED_ACCOUNT,
  startGoogle,
} from '../support/fakes/google.js';
import { closedPort, type HttpsService } from '../support/fakes/https-service.js';
import { columnsByTable } from '../support/found-columns.js';
import { failureOf, type ProbeCase, warningsOf } from '../support/probe.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

type Login = NonNullable<ProbeCase['credential']>;

describe('GCS', () => {
  const { privateKey, publicKey } = rsaKeyPair();
  let authority: TestAuthority;
  let service: HttpsService;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startGoogle(await authority.issue(GOOGLE_NAME), publicKey, answerStorage, answerSigned);
    prober = await startCloudProber('gcs');
  });
  afterAll(async () => {
    await prober.close();
    await service.close();
    await authority.close();
  });

  const accountKey = (key: KeyObject = privateKey, email = GOOGLE_ACCOUNT): Login => {
    const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString();
    return { type: 'GCP', payload: { project_id: 'example-project', client_email: email, private_key: pem } };
  };
  const hmacKey = (secret = AWS_KEY.secret_key, keyId = AWS_KEY.access_key): Login => ({
    type: 'HMAC',
    payload: { key_id: keyId, secret },
  });
  const probe = (payload: JsonObject, credential: Login) =>
    prober.probe(
      { port: service.port, ca: authority.ca },
      { payload: { bucket: 'landing', prefix: '/', ...payload }, credential },
    );

  it.each([
    [
      'a service account’s key',
      accountKey(),
      [
        ['in', 'a.csv'],
        [null, 'out'],
      ],
    ],
    ['an HMAC key', hmacKey(), [['in', 'a.csv']]],
  ])('has tables for %s', async (_, credential, found) => {
    const payload = { bucket: 'landing', prefix: '/' };
    const cloud = { port: service.port, ca: authority.ca };
    const { tables } = await prober.catalog(cloud, { payload, credential });
    expect(tables.map(({ schema, name }) => [schema, name])).toEqual(found);
    const partitioned = tables.find(({ name }) => name === 'out');
    if (partitioned) expect(partitioned.columns.map(({ name }) => name)).toEqual(['day']);
  });

  it('finds the columns of files', async () => {
    const target = { payload: { bucket: 'lake', prefix: '/' }, credential: accountKey() };
    const { tables } = await prober.catalog({ port: service.port, ca: authority.ca }, target);
    expect(columnsByTable(tables)).toEqual(LAKE_COLUMNS);
    const asked = service.asked.filter((one) => one.endsWith('/o/people.csv'));
    expect(asked).toEqual(['GET storage.googleapis.com/storage/v1/b/lake/o/people.csv']);
  });

  it('looks at a file closely', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = { payload: { bucket: 'lake', prefix: '/' }, credential: accountKey() };
    expect(await prober.look(cloud, target, PEOPLE, PEOPLE_WISHES)).toEqual(PEOPLE_LOOK);
    const locked = prober.look(cloud, target, { ...PEOPLE, name: 'locked.csv' }, PEOPLE_WISHES);
    await expect(locked).rejects.toThrow('permission_denied');
    const unknown = prober.look(cloud, target, { ...PEOPLE, name: 'unknown.csv' }, PEOPLE_WISHES);
    await expect(unknown).rejects.toThrow('statement_refused');
  });

  it.each([
    ['a service account’s key', accountKey()],
    ['an HMAC key', hmacKey()],
  ])('opens a bucket with %s', async (_, credential) => {
    const outcome = await probe({}, credential);
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({ ok: true, server: { product: 'Google Cloud Storage' } });
    expect(outcome.steps.filter(({ status }) => status === 'ok').map(({ step }) => step)).toEqual([
      ...['resolve', 'connect', 'tls', 'authenticate', 'database', 'list'],
    ]);
  });

  it('asks nobody but Google’s two hosts', async () => {
    const before = service.asked.length;
    await probe({}, accountKey());
    expect([...new Set(service.asked.slice(before))]).toEqual([
      expect.stringMatching(/^POST (?:oauth2|www)\.googleapis\.com\/(?:oauth2\/v4\/)?token$/),
      'GET storage.googleapis.com/storage/v1/b/landing/o',
    ]);
  });

  it('looks where the prefix says', async () => {
    expect(warningsOf(await probe({ prefix: '/nothing/' }, accountKey()))).toEqual(['nothing_visible']);
  });

  it('knows keys that are wrong', async () => {
    const other = rsaKeyPair(1).privateKey;
    expect(failureOf(await probe({}, accountKey(other)))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe({}, hmacKey('wrong')))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe({}, hmacKey(undefined, 'GOOGUNKNOWN')))).toBe('authenticate: auth_failed');
  });

  it.each([
    ['bucket_not_found', 'elsewhere'],
    ['permission_denied', 'locked'],
    ['server_unavailable', 'busy'],
    ['protocol_error', 'garbage'],
    ['redirect_outside_target', 'moved'],
  ])('answers %s for the bucket %s', async (code, bucket) => {
    expect(failureOf(await probe({ bucket }, accountKey()))).toBe(`database: ${code}`);
  });

  it.each([
    ['database: bucket_not_found', 'elsewhere'],
    ['database: permission_denied', 'locked'],
    ['authenticate: redirect_outside_target', 'moved'],
  ])('answers %s to an HMAC key', async (failure, bucket) => {
    expect(failureOf(await probe({ bucket }, hmacKey()))).toBe(failure);
  });

  it('follows nobody who sends it elsewhere for a token', async () => {
    expect(failureOf(await probe({}, accountKey(privateKey, MOVED_ACCOUNT)))).toBe(
      'authenticate: redirect_outside_target',
    );
    expect(failureOf(await probe({}, accountKey(privateKey, GARBAGE_ACCOUNT)))).toBe(
      'authenticate: protocol_error',
    );
  });

  it.each([
    ['a service account’s key', accountKey()],
    ['an HMAC key', hmacKey()],
  ])('sends %s to nobody but Google', async (_, credential) => {
    const target = { payload: { bucket: 'landing' }, credential };
    expect(failureOf(await prober.probe({ port: service.port }, target))).toBe('tls: tls_untrusted');
    const port = await closedPort(await authority.issue(GOOGLE_NAME));
    expect(failureOf(await prober.probe({ port }, target))).toBe('connect: connect_refused');
  });
});
