import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { startAzureBlobFake } from '../support/fakes/azure-blob.js';
import { AZURE_ACCOUNT, AZURE_KEY, azureSas } from '../support/fakes/azure-login.js';
import { LAKE_COLUMNS, PEOPLE, PEOPLE_LOOK, PEOPLE_WISHES } from '../support/fakes/bucket-files.js';
import { type FakeService, startHttpFake } from '../support/fakes/https-fake.js';
import { columnsByTable } from '../support/found-columns.js';
import { failureOf, type ProbeCase, warningsOf } from '../support/probe.js';

const HOST = `${AZURE_ACCOUNT}.blob.core.windows.net`;

describe('AZURE', () => {
  let authority: TestAuthority;
  let service: FakeService;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startAzureBlobFake(await authority.issue(HOST));
    prober = await startCloudProber('azure');
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([service.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
    readonly cloud?: { readonly port?: number; readonly ca?: string };
  }

  const withSas = (sas: string) => ({ type: 'AZURE_SAS', payload: { sas_key: sas } });
  const withKey = (key: string) => ({ type: 'AZURE_KEY', payload: { account_key: key } });
  const probe = ({ fields, cloud, ...rest }: Changes = {}) =>
    prober.probe(
      { port: service.port, ca: authority.ca, ...cloud },
      {
        payload: {
          storage_account: AZURE_ACCOUNT,
          bucket: 'raw',
          prefix: '/',
          endpoint_suffix: 'core.windows.net',
          ...fields,
        },
        credential: withSas(azureSas()),
        ...rest,
      },
    );

  it('logs in with a signature and lists folders and blobs', async () => {
    const before = service.requests.length;
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome.server).toEqual({ product: 'Azure Blob Storage', version: null });
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
    const sent = asked.map(({ headers, url: { searchParams: sent } }) => [
      headers.host,
      sent.get('maxresults'),
    ]);
    expect(sent).toEqual([
      [HOST, '1'],
      [HOST, '1'],
      [HOST, '20'],
      [HOST, '20'],
    ]);
  });

  it('logs in with a key, in upper case as well', async () => {
    expect(failureOf(await probe({ credential: withKey(AZURE_KEY) }))).toBeUndefined();
    const fields = { storage_account: AZURE_ACCOUNT.toUpperCase() };
    expect(failureOf(await probe({ credential: withKey(AZURE_KEY), fields }))).toBeUndefined();
  });

  it.each([
    ['a signature', withSas(azureSas())],
    ['a key', withKey(AZURE_KEY)],
  ])('finds the columns of blobs with %s', async (_, credential) => {
    const before = service.requests.length;
    const place = { storage_account: AZURE_ACCOUNT, endpoint_suffix: 'core.windows.net' };
    const target = { payload: { ...place, bucket: 'lake', prefix: '/' }, credential };
    const { tables } = await prober.catalog({ port: service.port, ca: authority.ca }, target);
    expect(columnsByTable(tables)).toEqual(LAKE_COLUMNS);
    const asked = service.requests.slice(before).filter(({ url }) => url.pathname === '/lake/people.csv');
    expect(asked.map(({ headers }) => headers['x-ms-range'])).toEqual(['bytes=0-65535']);
  });

  it('looks at a file closely', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = {
      payload: {
        storage_account: AZURE_ACCOUNT,
        endpoint_suffix: 'core.windows.net',
        bucket: 'lake',
        prefix: '/',
      },
      credential: withKey(AZURE_KEY),
    };
    expect(await prober.look(cloud, target, PEOPLE, PEOPLE_WISHES)).toEqual(PEOPLE_LOOK);
    const locked = prober.look(cloud, target, { ...PEOPLE, name: 'locked.csv' }, PEOPLE_WISHES);
    await expect(locked).rejects.toThrow('permission_denied');
    const unknown = prober.look(cloud, target, { ...PEOPLE, name: 'unknown.csv' }, PEOPLE_WISHES);
    await expect(unknown).rejects.toThrow('statement_refused');
  });

  it('lists beneath a prefix', async () => {
    expect(warningsOf(await probe({ fields: { prefix: '/in/' } }))).toEqual([]);
    expect(service.requests.at(-1)?.url.searchParams.get('prefix')).toBe('in/');
    expect(warningsOf(await probe({ fields: { prefix: 'out/' } }))).toEqual(['nothing_visible']);
  });

  it.each<[string, Changes, string]>([
    ['a forged signature', { credential: withSas(azureSas('rl', 'forged')) }, 'authenticate: auth_failed'],
    [
      'a signature that is over',
      { credential: withSas(azureSas('rl', 'old')) },
      'authenticate: auth_expired',
    ],
    [
      'a text that is no signature',
      { credential: withSas('https://example.com') },
      'authenticate: credential_invalid',
    ],
    ['a wrong key', { credential: withKey('d3Jvbmc=') }, 'authenticate: auth_failed'],
    ['a signature that may not list', { credential: withSas(azureSas('r')) }, 'database: permission_denied'],
    ['a firewall of the account', { fields: { bucket: 'fenced' } }, 'database: permission_denied'],
    ['an unknown container', { fields: { bucket: 'nowhere' } }, 'database: bucket_not_found'],
    ['too many requests', { fields: { bucket: 'busy' } }, 'authenticate: rate_limited'],
    ['a web page', { fields: { bucket: 'page' } }, 'authenticate: protocol_error'],
    ['a redirect to another host', { fields: { bucket: 'moved' } }, 'authenticate: redirect_outside_target'],
    ['a certificate of another name', { fields: { storage_account: 'other' } }, 'tls: tls_name_mismatch'],
    ['a port where nobody listens', { cloud: { port: 1 } }, 'connect: connect_refused'],
  ])('knows %s', async (_, changes, failure) => {
    expect(failureOf(await probe(changes))).toBe(failure);
  });

  it('trusts the authorities of this machine alone', async () => {
    const outcome = await prober.probe(
      { port: service.port },
      {
        payload: { storage_account: AZURE_ACCOUNT, bucket: 'raw', endpoint_suffix: 'core.windows.net' },
        credential: withSas(azureSas()),
      },
    );
    expect(failureOf(outcome)).toBe('tls: tls_untrusted');
  });

  it('stops at a service that says nothing', async () => {
    const silent = await startHttpFake(() => new Promise(() => undefined), await authority.issue(HOST));
    const outcome = await probe({ cloud: { port: silent.port }, deadlineMs: 700 });
    await silent.close();
    expect(failureOf(outcome)).toBe('authenticate: timeout');
  });
});
