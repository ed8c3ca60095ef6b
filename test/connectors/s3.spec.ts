import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { JsonObject } from '#connector-sdk';
import { loadOpener } from '#connectors/open';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { startCloudProber } from '../support/cloud-prober.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import { LAKE_COLUMNS, PEOPLE, PEOPLE_LOOK, PEOPLE_WISHES } from '../support/fakes/bucket-files.js';
import { type FakeService, startHttpFake } from '../support/fakes/https-fake.js';
import { startS3Fake } from '../support/fakes/s3.js';
import { columnsByTable } from '../support/found-columns.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

/** A configuration of Amazon's tools that no client could work with. */
const AMBIENT = [
  '[default]',
  'aws_access_key_id = AKIDAMBIENT',
  'aws_secret_access_key = ambient',
  'region = us-east-1',
  'endpoint_url = https://127.0.0.1:1',
  'max_attempts = many',
  'retry_mode = perhaps',
  ...['use_fips_endpoint', 'use_dualstack_endpoint', 's3_use_arn_region'].map((name) => `${name} = perhaps`),
  ...['s3_disable_express_session_auth', 'disable_clock_skew_correction'].map((name) => `${name} = perhaps`),
  ...['request_checksum_calculation', 'response_checksum_validation'].map((name) => `${name} = perhaps`),
];

const open = (await loadOpener('S3'))!;

describe('S3', () => {
  let authority: TestAuthority;
  let service: FakeService;
  let plain: FakeService;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startS3Fake(await authority.issue('127.0.0.1'));
    plain = await startS3Fake();
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([service.close(), plain.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
    readonly key?: JsonObject;
  }

  const probe = ({ fields, key, ...rest }: Changes = {}) =>
    prober.probe('S3', {
      payload: {
        bucket: 'landing',
        region: 'eu-central-1',
        prefix: '/',
        endpoint: `https://127.0.0.1:${service.port}`,
        path_style: true,
        ...fields,
      },
      credential: { type: 'AWS', payload: { ...AWS_KEY, ...key } },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full',
      ...rest,
    });

  it('logs in and lists folders and files', async () => {
    const before = service.requests.length;
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    expect(outcome.server).toEqual({ product: 'S3', version: null });
    expect(outcome.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'resolve ok',
      'connect ok',
      'ssh skipped',
      'tls ok',
      'authenticate ok',
      'database ok',
      'list ok',
    ]);
    const asked = service.requests.slice(before);
    expect(asked.map(({ method, url }) => [method, url.pathname, url.searchParams.get('max-keys')])).toEqual([
      ['GET', '/landing/', '1'],
      ['GET', '/landing/', '1'],
      ['GET', '/landing/', '20'],
    ]);
  });

  const session = () => ({
    payload: {
      bucket: 'landing',
      region: 'eu-central-1',
      endpoint: `https://127.0.0.1:${service.port}`,
      path_style: true,
    },
    credential: { type: 'AWS', payload: AWS_KEY },
    transport: { tls: { ca: authority.ca } },
    tlsMode: 'verify-full' as const,
  });

  it('names folders and files', async () => {
    const place = { catalog: null, schema: null };
    await withSession(open, session(), async ({ tables }) => {
      expect(await collect(tables!({ limit: 20 }))).toEqual([
        { ...place, name: 'in/', kind: 'folder' },
        { ...place, name: 'out/', kind: 'folder' },
        { ...place, name: 'readme.txt', kind: 'file' },
      ]);
    });
  });

  it.each(['lake', 'careless'])('looks at a file closely, in the bucket %s', async (bucket) => {
    const opened = session();
    const target = { ...opened, payload: { ...opened.payload, bucket } };
    expect(await prober.look('S3', target, PEOPLE, PEOPLE_WISHES)).toEqual(PEOPLE_LOOK);
    const locked = prober.look('S3', target, { ...PEOPLE, name: 'locked.csv' }, PEOPLE_WISHES);
    await expect(locked).rejects.toThrow('permission_denied');
    const unknown = prober.look('S3', target, { ...PEOPLE, name: 'unknown.csv' }, PEOPLE_WISHES);
    await expect(unknown).rejects.toThrow('statement_refused');
  });

  it.each([
    ['lake', LAKE_COLUMNS],
    ['careless', { ...LAKE_COLUMNS, written: [] }],
  ])('finds the columns of files, in the bucket %s', async (bucket, columns) => {
    const before = service.requests.length;
    const opened = session();
    const { tables } = await prober.catalog('S3', { ...opened, payload: { ...opened.payload, bucket } });
    expect(columnsByTable(tables)).toEqual(columns);
    const asked = service.requests.slice(before).filter(({ url }) => url.pathname.endsWith('/people.csv'));
    expect(asked.map(({ headers }) => headers.range)).toEqual(['bytes=0-65535']);
  });

  it('minds no setting and no key of the machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-aws-'));
    const config = join(folder, 'config');
    await writeFile(config, AMBIENT.map((line) => `${line}\n`).join(''));
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: config,
      AWS_ACCESS_KEY_ID: 'AKIDAMBIENT',
      AWS_SECRET_ACCESS_KEY: 'ambient',
      AWS_SESSION_TOKEN: 'ambient',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_S3: 'https://127.0.0.1:1',
      AWS_USE_FIPS_ENDPOINT: 'perhaps',
      AWS_MAX_ATTEMPTS: 'many',
    });
    try {
      const names = await withSession(open, session(), ({ tables }) => collect(tables!({ limit: 20 })));
      expect(names).toHaveLength(3);
      const { headers } = service.requests.at(-1)!;
      expect(headers['x-amz-security-token']).toBeUndefined();
      expect(headers.authorization).toContain(`Credential=${AWS_KEY.access_key}/`);
    } finally {
      process.env = before;
      await rm(folder, { recursive: true });
    }
  });

  it('finds a bucket of Amazon under its own name, and asks nobody else', async () => {
    const host = 'landing.s3.eu-central-1.amazonaws.com';
    const amazon = await startS3Fake(await authority.issue(host));
    const cloud = await startCloudProber('s3');
    const outcome = await cloud.probe(
      { port: amazon.port, ca: authority.ca },
      {
        payload: { bucket: 'landing', region: 'eu-central-1', path_style: false },
        credential: { type: 'AWS', payload: AWS_KEY },
      },
    );
    await Promise.all([cloud.close(), amazon.close()]);
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome.server?.product).toBe('Amazon S3');
    expect(new Set(amazon.requests.map(({ headers }) => headers.host))).toEqual(new Set([host]));
  });

  it('lists beneath a prefix, with or without a slash in front', async () => {
    for (const prefix of ['in/', '/in/']) {
      expect(warningsOf(await probe({ fields: { prefix } }))).toEqual([]);
      expect(service.requests.at(-1)?.url.searchParams.get('prefix')).toBe('in/');
    }
    expect(warningsOf(await probe({ fields: { prefix: 'nothing/' } }))).toEqual(['nothing_visible']);
  });

  it('sends a session token', async () => {
    expect(failureOf(await probe({ key: { session_token: 'of-today' } }))).toBeUndefined();
    expect(service.requests.at(-1)?.headers['x-amz-security-token']).toBe('of-today');
  });

  it.each<[string, Changes, string]>([
    ['an unknown key', { key: { access_key: 'AKIDOTHER' } }, 'authenticate: auth_failed'],
    ['a wrong secret', { key: { secret_key: 'wrong' } }, 'authenticate: auth_failed'],
    ['an old session', { key: { session_token: 'old' } }, 'authenticate: auth_expired'],
    ['another region', { fields: { region: 'us-east-1' } }, 'database: wrong_region'],
    ['a bucket of another region', { fields: { bucket: 'overseas' } }, 'database: wrong_region'],
    ['an unknown bucket', { fields: { bucket: 'nowhere' } }, 'database: bucket_not_found'],
    ['a bucket that may not be listed', { fields: { bucket: 'locked' } }, 'database: permission_denied'],
    ['too many requests', { fields: { bucket: 'busy' } }, 'authenticate: rate_limited'],
    ['a web page', { fields: { bucket: 'page' } }, 'authenticate: protocol_error'],
    ['a redirect', { fields: { bucket: 'moved' } }, 'authenticate: redirect_outside_target'],
    ['an authority that nobody knows', { transport: null }, 'tls: tls_untrusted'],
    [
      'a port where nobody listens',
      { fields: { endpoint: 'https://127.0.0.1:1' } },
      'connect: connect_refused',
    ],
  ])('knows %s', async (_, changes, failure) => {
    expect(failureOf(await probe(changes))).toBe(failure);
  });

  it('sends nothing to an endpoint with another name in its certificate', async () => {
    const other = await startS3Fake(await authority.issue('other.example.com'));
    const outcome = await probe({ fields: { endpoint: `https://127.0.0.1:${other.port}` } });
    await other.close();
    expect(failureOf(outcome)).toBe('tls: tls_name_mismatch');
    expect(other.requests).toEqual([]);
  });

  it('goes without encryption only where the mode permits it', async () => {
    const fields = { endpoint: `http://127.0.0.1:${plain.port}` };
    expect(failureOf(await probe({ fields }))).toBe('tls: tls_not_supported');
    expect(plain.requests).toEqual([]);
    const outcome = await probe({ fields, tlsMode: 'prefer' });
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual(['tls_not_used']);
  });

  it('stops at a service that says nothing', async () => {
    const silent = await startHttpFake(
      () => new Promise(() => undefined),
      await authority.issue('127.0.0.1'),
    );
    const endpoint = `https://127.0.0.1:${silent.port}`;
    const outcome = await probe({ fields: { endpoint }, deadlineMs: 700 });
    await silent.close();
    expect(failureOf(outcome)).toBe('authenticate: timeout');
  });
});
