import type { JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { startAzureLakeFake } from '../support/fakes/azure-lake.js';
import { AZURE_ACCOUNT, AZURE_KEY, azureSas } from '../support/fakes/azure-login.js';
import { LAKE_COLUMNS, PEOPLE, PEOPLE_LOOK, PEOPLE_WISHES } from '../support/fakes/bucket-files.js';
import type { FakeService } from '../support/fakes/https-fake.js';
import { columnsByTable } from '../support/found-columns.js';
import { failureOf, type ProbeCase, warningsOf } from '../support/probe.js';

const HOST = `${AZURE_ACCOUNT}.dfs.core.windows.net`;

describe('ADLS', () => {
  let authority: TestAuthority;
  let service: FakeService;
  let prober: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startAzureLakeFake(await authority.issue(HOST));
    prober = await startCloudProber('adls');
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([service.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
    readonly port?: number;
  }

  const withSas = (sas: string) => ({ type: 'AZURE_SAS', payload: { sas_key: sas } });
  const withKey = (key: string) => ({ type: 'AZURE_KEY', payload: { account_key: key } });
  const probe = ({ fields, port, ...rest }: Changes = {}) =>
    prober.probe(
      { port: port ?? service.port, ca: authority.ca },
      {
        payload: {
          storage_account: AZURE_ACCOUNT,
          container: 'raw',
          remote_path: '/',
          endpoint_suffix: 'core.windows.net',
          ...fields,
        },
        credential: withSas(azureSas()),
        ...rest,
      },
    );

  it.each([
    ['a signature', withSas(azureSas())],
    ['a key', withKey(AZURE_KEY)],
  ])('logs in with %s and lists folders and files', async (_, credential) => {
    const outcome = await probe({ credential });
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    expect(outcome.server).toEqual({ product: 'Azure Data Lake Storage', version: null });
    const { headers, url } = service.requests.at(-1)!;
    expect([headers.host, url.searchParams.get('recursive'), url.searchParams.get('maxResults')]).toEqual([
      HOST,
      'false',
      '20',
    ]);
  });

  it('has files and folders with rows as tables', async () => {
    const payload = {
      ...{ storage_account: AZURE_ACCOUNT, container: 'raw', endpoint_suffix: 'core.windows.net' },
    };
    const found = async (remote_path: string, filter = {}) => {
      const cloud = { port: service.port, ca: authority.ca };
      const target = { payload: { ...payload, remote_path }, credential: withSas(azureSas()) };
      const { tables } = await prober.catalog(cloud, target, filter);
      return tables.map(({ schema, name, comment }) => [schema, name, comment]);
    };
    expect(await found('/')).toEqual([
      [null, 'a.csv', 'csv'],
      ['in', 'b.json', 'json'],
      ['in', 'orders', 'delta'],
    ]);
    expect(await found('/in/', { exclude: [{ schema: 'in', table: 'b.json' }] })).toEqual([
      ['in', 'orders', 'delta'],
    ]);
  });

  it.each([
    ['a signature', withSas(azureSas())],
    ['a key', withKey(AZURE_KEY)],
  ])('finds the columns of files with %s, and asks no other host', async (_, credential) => {
    const before = service.requests.length;
    const place = { storage_account: AZURE_ACCOUNT, endpoint_suffix: 'core.windows.net' };
    const target = { payload: { ...place, container: 'lake', remote_path: '/' }, credential };
    const { tables } = await prober.catalog({ port: service.port, ca: authority.ca }, target);
    expect(columnsByTable(tables)).toEqual(LAKE_COLUMNS);
    const asked = service.requests.slice(before);
    expect(new Set(asked.map(({ headers }) => headers.host))).toEqual(new Set([HOST]));
    const read = asked.filter(({ url }) => url.pathname === '/lake/people.csv');
    expect(read.map(({ headers }) => headers.range)).toEqual(['bytes=0-65535']);
  });

  it('looks at a file closely', async () => {
    const cloud = { port: service.port, ca: authority.ca };
    const target = {
      payload: {
        storage_account: AZURE_ACCOUNT,
        endpoint_suffix: 'core.windows.net',
        container: 'lake',
        remote_path: '/',
      },
      credential: withKey(AZURE_KEY),
    };
    expect(await prober.look(cloud, target, PEOPLE, PEOPLE_WISHES)).toEqual(PEOPLE_LOOK);
    const locked = prober.look(cloud, target, { ...PEOPLE, name: 'locked.csv' }, PEOPLE_WISHES);
    await expect(locked).rejects.toThrow('permission_denied');
    const unknown = prober.look(cloud, target, { ...PEOPLE, name: 'unknown.csv' }, PEOPLE_WISHES);
    await expect(unknown).rejects.toThrow('bucket_not_found');
  });

  it('lists a folder', async () => {
    expect(warningsOf(await probe({ fields: { remote_path: '/in/' } }))).toEqual([]);
    expect(service.requests.at(-1)?.url.searchParams.get('directory')).toBe('in');
    expect(warningsOf(await probe({ fields: { remote_path: 'bare' } }))).toEqual(['nothing_visible']);
  });

  it.each<[string, Changes, string]>([
    ['a forged signature', { credential: withSas(azureSas('rl', 'forged')) }, 'authenticate: auth_failed'],
    [
      'a signature that is over',
      { credential: withSas(azureSas('rl', 'old')) },
      'authenticate: auth_expired',
    ],
    ['a wrong key', { credential: withKey('d3Jvbmc=') }, 'authenticate: auth_failed'],
    ['a signature that may not list', { credential: withSas(azureSas('r')) }, 'database: permission_denied'],
    ['an unknown file system', { fields: { container: 'nowhere' } }, 'database: bucket_not_found'],
    ['an unknown path', { fields: { remote_path: 'nowhere' } }, 'database: bucket_not_found'],
    ['a web page', { fields: { container: 'page' } }, 'authenticate: protocol_error'],
    [
      'a redirect to another host',
      { fields: { container: 'moved' } },
      'authenticate: redirect_outside_target',
    ],
    ['a certificate of another name', { fields: { storage_account: 'other' } }, 'tls: tls_name_mismatch'],
    ['a port where nobody listens', { port: 1 }, 'connect: connect_refused'],
  ])('knows %s', async (_, changes, failure) => {
    expect(failureOf(await probe(changes))).toBe(failure);
  });
});
