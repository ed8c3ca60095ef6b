import type { JsonObject } from '#connector-sdk';
import { loadOpener } from '#connectors/open';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { startAthenaFake } from '../support/fakes/athena.js';
import { AWS_KEY } from '../support/fakes/aws-signature.js';
import type { FakeService } from '../support/fakes/https-fake.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const open = (await loadOpener('ATHENA'))!;

describe('ATHENA', () => {
  let authority: TestAuthority;
  let service: FakeService;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startAthenaFake(await authority.issue('127.0.0.1'));
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([service.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
    readonly key?: JsonObject;
  }

  const probe = ({ fields, key, ...rest }: Changes = {}) =>
    prober.probe('ATHENA', {
      payload: {
        region: 'eu-central-1',
        s3_staging_dir: 's3://results/',
        work_group: 'primary',
        catalog: 'AwsDataCatalog',
        endpoint: `https://127.0.0.1:${service.port}`,
        ...fields,
      },
      credential: { type: 'AWS', payload: { ...AWS_KEY, ...key } },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full',
      ...rest,
    });

  it('logs in and lists the tables of all databases, without a query', async () => {
    const before = service.requests.length;
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    expect(outcome.server).toEqual({ product: 'Amazon Athena', version: '3' });
    const asked = service.requests.slice(before).map(({ headers }) => headers['x-amz-target']);
    expect(asked).toEqual([
      'AmazonAthena.GetWorkGroup',
      'AmazonAthena.ListDatabases',
      'AmazonAthena.ListDatabases',
      'AmazonAthena.ListTableMetadata',
      'AmazonAthena.ListDatabases',
      'AmazonAthena.ListTableMetadata',
    ]);
  });

  it('has a catalog of the databases that the filter names, without a query', async () => {
    const target = {
      payload: {
        region: 'eu-central-1',
        work_group: 'primary',
        catalog: 'AwsDataCatalog',
        endpoint: `https://127.0.0.1:${service.port}`,
      },
      credential: { type: 'AWS', payload: AWS_KEY },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full' as const,
    };
    const { tables } = await prober.catalog('ATHENA', target);
    expect(tables).toEqual([
      {
        ...{ catalog: 'AwsDataCatalog', schema: 'sales', name: 'orders', kind: 'external' },
        ...{ comment: 'what was bought', rows: 12 },
        columns: [
          { name: 'id', type: 'int', normal: 'integer', nullable: null, comment: 'of the order' },
          { name: 'day', type: 'date', normal: 'date', nullable: null },
        ],
      },
      expect.objectContaining({ name: 'recent', kind: 'view', rows: null, comment: null }),
    ]);
    const before = service.requests.length;
    const include = [{ schema: 'sales', table: 'recent' }];
    const some = await prober.catalog('ATHENA', target, { include });
    expect(some.tables.map(({ name }) => name)).toEqual(['recent']);
    const asked = service.requests.slice(before).map(({ headers }) => headers['x-amz-target']);
    expect(asked.filter((operation) => String(operation).includes('ListDatabases'))).toHaveLength(1);
  });

  it('lists tables, views and columns, partitions included', async () => {
    const found = {
      payload: {
        region: 'eu-central-1',
        work_group: 'primary',
        catalog: 'AwsDataCatalog',
        endpoint: `https://127.0.0.1:${service.port}`,
      },
      credential: { type: 'AWS', payload: AWS_KEY },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full' as const,
    };
    await withSession(open, found, async (session) => {
      const place = { catalog: 'AwsDataCatalog', schema: 'sales' };
      expect(await collect(session.tables!({ limit: 20 }))).toEqual([
        { ...place, name: 'orders', kind: 'external' },
        { ...place, name: 'recent', kind: 'view' },
      ]);
      expect(await session.describe!({ ...place, name: 'orders' })).toEqual([
        { name: 'id', type: 'int', nullable: null },
        { name: 'day', type: 'date', nullable: null },
      ]);
    });
  });

  describe('a closer look', () => {
    const target = (fields: JsonObject = {}): ProbeCase => ({
      payload: {
        ...{ region: 'eu-central-1', s3_staging_dir: 's3://results/', work_group: 'primary' },
        ...{ catalog: 'AwsDataCatalog', endpoint: `https://127.0.0.1:${service.port}`, ...fields },
      },
      credential: { type: 'AWS', payload: AWS_KEY },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full',
    });
    const look = (name: string, categories: readonly string[] = [], fields?: JsonObject) =>
      prober.look(
        'ATHENA',
        target(fields),
        { catalog: 'AwsDataCatalog', schema: 'sales', name },
        { rows: 3, categories },
      );
    const queriesSince = (before: number) =>
      service.requests
        .slice(before)
        .filter(({ headers }) => headers['x-amz-target'] === 'AmazonAthena.StartQueryExecution')
        .map(({ body }) => JSON.parse(body) as JsonObject);

    it('has the definition, rows, and the values of all columns by one query', async () => {
      const before = service.requests.length;
      expect(await look('orders', ['no"te', 'free'])).toEqual({
        ddl: 'CREATE EXTERNAL TABLE `orders`(\n  `id` int)',
        rows: [{ id: '1', note: null }],
        categories: { 'no"te': ['new', 'old'] },
      });
      const queries = queriesSince(before);
      expect(queries).toHaveLength(3);
      for (const query of queries) {
        expect(query).toMatchObject({
          WorkGroup: 'primary',
          QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'sales' },
          ResultConfiguration: { OutputLocation: 's3://results/' },
        });
      }
    });

    it('has the definition of a view, and none where Athena writes none', async () => {
      expect((await look('recent')).ddl).toBe('CREATE VIEW recent AS\nSELECT 1');
      expect(await look('foreign')).toEqual({
        ddl: null,
        rows: [{ id: '1', note: null }],
        categories: {},
      });
    });

    it('leaves no way out of a name', async () => {
      const before = service.requests.length;
      await expect(look('a`b"c')).rejects.toThrow('list: statement_refused');
      expect(queriesSince(before).map(({ QueryString }) => QueryString)).toEqual([
        'show create table `a``b"c`',
        'select * from "a`b""c" limit 3',
      ]);
    });

    it('says what is missing', async () => {
      await expect(look('orders', [], { s3_staging_dir: null })).rejects.toThrow('list: target_incomplete');
      await expect(look('orders', [], { s3_staging_dir: 's3://nowhere/' })).rejects.toThrow(
        'list: bucket_not_found',
      );
      await expect(look('locked')).rejects.toThrow('list: permission_denied');
    });

    it('stops a query that nobody waits for any more', async () => {
      await expect(look('watched')).rejects.toThrow('list: rate_limited');
      expect(service.requests.at(-1)?.headers['x-amz-target']).toBe('AmazonAthena.StopQueryExecution');
      const { QueryExecutionId } = JSON.parse(service.requests.at(-1)!.body) as { QueryExecutionId: string };
      expect(Buffer.from(QueryExecutionId, 'base64url').toString()).toBe('select * from "watched" limit 3');
    });
  });

  it('lists the declared database alone', async () => {
    expect(warningsOf(await probe({ fields: { database: 'sales' } }))).toEqual([]);
    expect(JSON.parse(service.requests.at(-1)?.body ?? '')).toMatchObject({
      DatabaseName: 'sales',
      MaxResults: 20,
    });
    expect(warningsOf(await probe({ fields: { database: 'bare' } }))).toEqual(['nothing_visible']);
  });

  it.each<[string, Changes, string]>([
    ['an unknown key', { key: { access_key: 'AKIDOTHER' } }, 'authenticate: auth_failed'],
    ['a wrong secret', { key: { secret_key: 'wrong' } }, 'authenticate: auth_failed'],
    ['an unknown work group', { fields: { work_group: 'nobodys' } }, 'database: warehouse_not_found'],
    ['a disabled work group', { fields: { work_group: 'off' } }, 'database: warehouse_not_found'],
    ['a work group of others', { fields: { work_group: 'theirs' } }, 'database: permission_denied'],
    ['an unknown catalog', { fields: { catalog: 'nowhere' } }, 'database: database_not_found'],
    ['an unknown database', { fields: { database: 'nowhere' } }, 'database: database_not_found'],
    ['a database of others', { fields: { database: 'theirs' } }, 'database: permission_denied'],
    ['a redirect', { fields: { work_group: 'moved' } }, 'authenticate: redirect_outside_target'],
    ['an authority that nobody knows', { transport: null }, 'tls: tls_untrusted'],
    [
      'a port where nobody listens',
      { fields: { endpoint: 'https://127.0.0.1:1' } },
      'connect: connect_refused',
    ],
  ])('knows %s', async (_, changes, failure) => {
    expect(failureOf(await probe(changes))).toBe(failure);
  });
});
