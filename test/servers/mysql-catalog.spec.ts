import { backQuoted, ODD_NAMES } from '../support/odd-names.js';
import { startTestProber, type TestProber } from '../support/probe.js';
import { type MariaDb, startMariaDb } from '../support/servers/mariadb.js';

const columns = ODD_NAMES.map((column) => `${backQuoted(column)} int`).join(', ');
const SETUP = `
  create database shop; create database other; use shop;
  create table customers (id int primary key, name varchar(40) not null comment 'in full', country varchar(2)) comment 'who buys';
  create table orders (id int, line int, customer_id int not null references customers (id), total decimal(10, 2),
    primary key (id, line), constraint buyer foreign key (customer_id) references customers (id));
  create view totals as select customer_id, sum(total) as total from orders group by customer_id;
  create sequence numbers;
  ${ODD_NAMES.map((name) => `create table ${backQuoted(name)} (${columns});`).join('\n')}
  create table other.things (id int);
  insert into customers values (1, 'Ada', 'GB'), (2, 'Linus', 'FI'), (3, 'Grace', null);
  create user reader; grant select, show view on *.* to reader;
`;
const ofShop = (table: string | null) => ({ schema: 'shop', table });

describe('the catalog of a MariaDB', () => {
  let prober: TestProber;
  let server: MariaDb;
  beforeAll(async () => {
    prober = startTestProber();
    server = await startMariaDb();
    await server.run(SETUP);
  }, 90_000);
  afterAll(async () => {
    await prober.close();
    await server?.close();
  });
  const credential = { type: 'SIMPLE', payload: { username: 'reader', password: '' } };
  const target = (database: Record<string, string> = { database: 'shop' }) => ({
    payload: { host: '127.0.0.1', port: server.port, ...database },
    credential,
  });

  it('has tables, views, columns, keys and comments as information_schema says', async () => {
    const { tables } = await prober.catalog('MYSQL', target(), { exclude: ODD_NAMES.map(ofShop) });
    expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
      ['customers', 'table'],
      ['orders', 'table'],
      ['totals', 'view'],
    ]);
    expect(tables[0]).toMatchObject({
      catalog: null,
      schema: 'shop',
      comment: 'who buys',
      rows: expect.any(Number),
    });
    expect(tables[0]!.columns).toEqual([
      { name: 'id', type: 'int(11)', normal: 'integer', nullable: false, primaryKey: true },
      { name: 'name', type: 'varchar(40)', normal: 'string', nullable: false, comment: 'in full' },
      { name: 'country', type: 'varchar(2)', normal: 'string', nullable: true },
    ]);
    expect(tables[1]!.columns[2]).toMatchObject({
      foreignKey: { schema: 'shop', table: 'customers', column: 'id' },
    });
  });

  it('has every odd name as it is, in pages too', async () => {
    const { tables, pages } = await prober.catalog('MYSQL', target(), {}, 2);
    expect(Math.max(...pages)).toBe(2);
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
    for (const odd of ODD_NAMES) {
      const found = tables.find(({ name }) => name === odd);
      expect(found?.columns.map(({ name }) => name)).toEqual(ODD_NAMES);
    }
  });

  it('is of the databases that are named, of the own one, or of all', async () => {
    const schemasOf = async (database: Record<string, string>, schemas: string[]) => {
      const { tables } = await prober.catalog('MYSQL', target(database), { schemas });
      return [...new Set(tables.map(({ schema }) => schema))].sort();
    };
    expect(await schemasOf({ database: 'shop' }, [])).toEqual(['shop']);
    expect(await schemasOf({ database: 'shop' }, ['other'])).toEqual(['other']);
    expect(await schemasOf({}, [])).toEqual(['other', 'shop']);
  });

  it('shows one table closely', async () => {
    const customers = { catalog: null, schema: 'shop', name: 'customers' };
    const look = await prober.look('MYSQL', target(), customers, { rows: 2, categories: ['country'] });
    expect(look.ddl).toMatch(/^CREATE TABLE `customers`/);
    expect(look.rows).toEqual([
      { id: '1', name: 'Ada', country: 'GB' },
      { id: '2', name: 'Linus', country: 'FI' },
    ]);
    expect(look.categories).toEqual({ country: ['FI', 'GB'] });
    const odd = { ...customers, name: ODD_NAMES[0]! };
    expect(await prober.look('MYSQL', target(), odd, { rows: 3, categories: ODD_NAMES })).toMatchObject({
      rows: [],
      categories: {},
    });
  });
});
