import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { backQuoted, ODD_NAMES } from '../support/odd-names.js';
import { startTestProber, type TestProber } from '../support/probe.js';
import { type ClickHouse, startClickHouse } from '../support/servers/clickhouse.js';

const PASSWORD = 'of the reader';
const columns = ODD_NAMES.map((column) => `${backQuoted(column)} Int32`).join(', ');
const SETUP = [
  'create database shop',
  'create database other',
  `create table shop.customers (id UInt64, name String comment 'in full', country Nullable(String), since Date)
   engine = MergeTree(since, id, 8192)`,
  `create table shop.orders (id UInt64, total Decimal(10, 2), tags Array(String)) engine = Memory`,
  'create view shop.cheap as select id from shop.orders where total < 10',
  'create materialized view shop.counted engine = Memory as select count() as n from shop.orders',
  `create table shop.remote (id Int32) engine = URL('http://user:secret@127.0.0.1:1/', CSV)`,
  ...ODD_NAMES.map((name) => `create table shop.${backQuoted(name)} (${columns}) engine = Memory`),
  'create table other.things (id Int8) engine = Memory',
  `insert into shop.customers (id, name, country, since) values (1, 'Ada', 'GB', '2020-01-01'), (2, 'Linus', 'FI', '2020-01-02'), (3, 'Grace', null, '2020-01-03')`,
];
const ofShop = (table: string | null) => ({ schema: 'shop', table });

describe('the catalog of a ClickHouse', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let server: ClickHouse;
  beforeAll(async () => {
    prober = startTestProber();
    authority = await createAuthority();
    // May change no setting, so that no statement relies on one.
    const reader = { name: 'reader', password: PASSWORD, readonly: 1 as const };
    server = await startClickHouse([reader], {
      ...(await authority.issue('db.example.test')),
      ca: authority.ca,
    });
    for (const statement of SETUP) await server.run(statement);
  }, 90_000);
  afterAll(async () => {
    await prober.close();
    await server?.close();
    await authority?.close();
  });
  const target = (database = 'shop') => ({
    payload: { host: '127.0.0.1', port: server.httpPort, scheme: 'http', database },
    credential: { type: 'SIMPLE', payload: { username: 'reader', password: PASSWORD } },
  });

  it('has tables, views, columns and what orders them', async () => {
    const { tables } = await prober.catalog('CLICKHOUSE', target(), { exclude: ODD_NAMES.map(ofShop) });
    const shown = [...tables].sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(shown.map(({ name, kind }) => [name, kind])).toEqual([
      ['cheap', 'view'],
      ['counted', 'materialized_view'],
      ['customers', 'table'],
      ['orders', 'table'],
      ['remote', 'table'],
    ]);
    expect(shown[2]).toMatchObject({ catalog: null, schema: 'shop', comment: null });
    expect(shown[2]!.columns).toEqual([
      { name: 'id', type: 'UInt64', normal: 'integer', nullable: false, primaryKey: true },
      { name: 'name', type: 'String', normal: 'string', nullable: false, comment: 'in full' },
      { name: 'country', type: 'Nullable(String)', normal: 'string', nullable: true },
      { name: 'since', type: 'Date', normal: 'date', nullable: false },
    ]);
    expect(shown[3]!.columns.map(({ normal }) => normal)).toEqual(['integer', 'decimal', 'array']);
  });

  it('has every odd name as it is, in pages too', async () => {
    const { tables, pages } = await prober.catalog('CLICKHOUSE', target(), {}, 2);
    expect(Math.max(...pages)).toBe(2);
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
    for (const odd of ODD_NAMES) {
      const found = tables.find(({ name }) => name === odd);
      expect(found?.columns.map(({ name }) => name)).toEqual(ODD_NAMES);
    }
  });

  it('is of the own database, or of what the filter names', async () => {
    const found = async (filter: Parameters<TestProber['catalog']>[2]) => {
      const { tables } = await prober.catalog('CLICKHOUSE', target(), filter);
      return [...new Set(tables.map(({ schema, name }) => `${schema}.${name}`))].sort();
    };
    expect((await found({})).every((name) => name.startsWith('shop.'))).toBe(true);
    expect(await found({ schemas: ['other'] })).toEqual(['other.things']);
    expect(await found({ include: [{ schema: 'other', table: null }] })).toEqual(['other.things']);
    expect(await found({ include: [ofShop('orders'), ofShop("it's")] })).toEqual([
      "shop.it's",
      'shop.orders',
    ]);
    expect(await found({ exclude: [ofShop(null)] })).toEqual([]);
    expect(await found({ schemas: ["') or 1 = 1 --"] })).toEqual([]);
  });

  it('shows one table closely, and no password of another source', async () => {
    const table = (name: string) => ({ catalog: null, schema: 'shop', name });
    const wishes = { rows: 2, categories: ['country'] };
    const look = await prober.look('CLICKHOUSE', target(), table('customers'), wishes);
    expect(look.ddl).toMatch(/^CREATE TABLE shop\.customers/);
    expect(look.rows).toEqual([
      { id: '1', name: 'Ada', country: 'GB', since: '2020-01-01' },
      { id: '2', name: 'Linus', country: 'FI', since: '2020-01-02' },
    ]);
    expect(look.categories).toEqual({ country: ['FI', 'GB'] });
    for (const odd of ODD_NAMES) {
      const found = await prober.look('CLICKHOUSE', target(), table(odd), { rows: 3, categories: ODD_NAMES });
      expect(found).toMatchObject({ rows: [], categories: {} });
    }
    const none = { rows: 0, categories: [] };
    expect((await prober.look('CLICKHOUSE', target(), table('remote'), none)).ddl).toBeNull();
    expect((await prober.look('CLICKHOUSE', target(), table('cheap'), none)).ddl).toMatch(/^CREATE VIEW/);
  });
});
