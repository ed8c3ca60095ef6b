import https from 'node:https';

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { CatalogTable, JsonObject } from '#connector-sdk';
import { loadOpener } from '#connectors/open';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { columnsByTable } from '../support/found-columns.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { type AwsKey, startSwift, type Swift } from '../support/servers/swift.js';

const open = (await loadOpener('S3'))!;

/** Five programs in Python, and a ring for each of three. */
const START_MS = 180_000;

describe('S3, by OpenStack Swift', () => {
  let authority: TestAuthority;
  let swift: Swift;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    swift = await startSwift(await authority.issue('127.0.0.1'));
    await fill(swift, authority);
    prober = startTestProber();
  }, START_MS);
  afterAll(async () => {
    await prober?.close();
    await swift?.close();
    await authority.close();
  });

  const target = (fields: JsonObject = {}, key: AwsKey = swift.owner) => ({
    payload: {
      bucket: 'landing',
      region: swift.region,
      endpoint: `https://127.0.0.1:${swift.port}`,
      path_style: true,
      ...fields,
    },
    credential: { type: 'AWS', payload: { ...key } },
    transport: { tls: { ca: authority.ca } },
    tlsMode: 'verify-full' as const,
  });
  const probe = (fields?: JsonObject, key?: AwsKey) => prober.probe('S3', target(fields, key));

  it('logs in and lists', async () => {
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    expect(warningsOf(await probe({ bucket: 'empty' }))).toEqual(['nothing_visible']);
  });

  it('names folders and files', async () => {
    const place = { catalog: null, schema: null };
    await withSession(open, target(), async (session) => {
      expect(await collect(session.tables!({ limit: 20 }))).toEqual([
        { ...place, name: 'in/', kind: 'folder' },
        { ...place, name: 'readme.txt', kind: 'file' },
      ]);
    });
    await withSession(open, target({ prefix: '/in/' }), async (session) => {
      expect(await collect(session.tables!({ limit: 20 }))).toEqual([
        { ...place, name: 'in/a b+ü.csv', kind: 'file' },
      ]);
    });
  });

  it('has files and folders with rows as tables, more than one answer holds', async () => {
    const { tables } = await prober.catalog('S3', target({ bucket: 'lake' }), {}, 100);
    expect(tables.filter(({ schema }) => schema !== 'many').map(shown)).toEqual([
      '|a b+ü.csv file: csv',
      'sales|orders folder: delta, partitioned by country',
      'sales|people folder: iceberg',
    ]);
    const many = tables.filter(({ schema }) => schema === 'many').map(({ name }) => name);
    expect(new Set(many).size).toBe(MANY);
    expect(columnsByTable(tables)).toMatchObject({
      'a b+ü.csv': ['x text'],
      '0.json': [],
      orders: ['country string'],
    });
    const include = [{ schema: 'sales', table: 'people' }];
    expect((await prober.catalog('S3', target({ bucket: 'lake' }), { include })).tables.map(shown)).toEqual([
      'sales|people folder: iceberg',
    ]);
    const within = target({ bucket: 'lake', prefix: '/sales/orders/' });
    expect((await prober.catalog('S3', within)).tables.map(({ name }) => name)).toEqual(['orders']);
  });

  it('looks at a file closely, whose name needs to be encoded', async () => {
    const table = { catalog: null, schema: 'in', name: 'a b+ü.csv' };
    expect(await prober.look('S3', target(), table, { rows: 3, categories: ['id'] })).toEqual({
      ddl: null,
      rows: [{ id: '1' }],
      categories: { id: ['1'] },
    });
  });

  it('knows what is wrong', async () => {
    const { owner, stranger } = swift;
    expect(failureOf(await probe({}, { ...owner, secret_key: 'wrong' }))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe({}, { ...owner, access_key: 'test:nobody' }))).toBe(
      'authenticate: auth_failed',
    );
    expect(failureOf(await probe({ bucket: 'nowhere' }))).toBe('database: bucket_not_found');
    expect(failureOf(await probe({}, stranger))).toBe('database: permission_denied');
    expect(failureOf(await probe({ region: 'us-east-1' }))).toBe('database: wrong_region');
  });
});

/** More than ListObjectsV2 answers at once. */
const MANY = 1_010;
const LAKE = [
  'a b+ü.csv',
  'sales/orders/_delta_log/00000000000000000000.json',
  'sales/orders/country=FI/part-0000.parquet',
  'sales/people/metadata/00000-x.metadata.json',
  'sales/people/data/0.parquet',
  ...Array.from({ length: MANY }, (_, at) => `many/${at}.json`),
];

function shown({ schema, name, kind, comment }: CatalogTable): string {
  return `${schema ?? ''}|${name} ${kind}: ${comment}`;
}

async function fill({ port, region, owner }: Swift, { ca }: TestAuthority): Promise<void> {
  const client = new S3Client({
    region,
    endpoint: `https://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: owner.access_key, secretAccessKey: owner.secret_key },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: { httpsAgent: new https.Agent({ ca }) },
  });
  for (const Bucket of ['landing', 'empty', 'lake']) await client.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['readme.txt', 'in/a b+ü.csv'])
    await client.send(new PutObjectCommand({ Bucket: 'landing', Key, Body: 'id\n1\n' }));
  for (let at = 0; at < LAKE.length; at += 20) {
    const some = LAKE.slice(at, at + 20);
    await Promise.all(
      some.map((Key) => client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: 'x' }))),
    );
  }
  client.destroy();
}
