import pg from 'pg';

import { type CatalogTable, postgresDiscovery } from '#connector-sdk/opening';

import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { sample } from '../support/layer.js';
import { useSample } from '../support/shared-sample.js';

const FILTER = { schemas: [], include: [], exclude: [] };
const PAGE = 2;

const WORLD = `
  create schema depot; create schema spare;
  create type depot.mood as enum ('good', 'bad');
  create domain depot.amount as numeric(10,2);
  create type depot.place as (street text, town text);
  create table depot.customer (id bigint primary key, name varchar(10), mood depot.mood, home depot.place);
  create table depot.orders (id bigint primary key, customer bigint references depot.customer (id),
    total depot.amount, note text not null);
  create table depot.spot (x int);
  create table depot.extra (a int, b depot.spot);
  create view depot.totals as select id, total from depot.orders;
  create materialized view depot.kept as select id from depot.customer;
  comment on table depot.orders is 'What was ordered';
  comment on column depot.orders.note is 'Of the customer';
  create table spare.untouched (id int);`;

/** Each changes what a catalog says of some table. */
const CHANGES = [
  'alter table depot.orders add column d int',
  'alter table depot.orders drop column note',
  'alter table depot.orders rename column note to remark',
  'alter table depot.customer alter column name type varchar(20)',
  'alter table depot.orders alter column note drop not null',
  'alter table depot.customer alter column name set not null',
  'alter table depot.extra alter column a type bigint',
  'alter table depot.spot rename to site',
  "comment on table depot.orders is 'Orders'",
  'comment on table depot.orders is null',
  "comment on column depot.orders.note is 'A note'",
  'comment on column depot.orders.note is null',
  "comment on column depot.customer.id is 'A number'",
  'alter table depot.orders drop constraint orders_customer_fkey',
  'alter table depot.orders drop constraint orders_pkey',
  'alter table depot.extra add primary key (a)',
  'alter table depot.extra add foreign key (a) references depot.orders (id)',
  'alter table depot.customer rename to buyers',
  'alter table depot.customer rename column id to number',
  'alter table depot.customer set schema spare',
  'alter schema depot rename to trade',
  'alter type depot.mood rename to temper',
  'alter type depot.mood set schema spare',
  'alter type depot.place rename to address',
  'alter domain depot.amount set not null',
  'alter domain depot.amount rename to money',
  'alter table depot.orders rename to orders_of_old',
  'create or replace view depot.totals as select id, total, note from depot.orders',
  'drop view depot.totals',
  'drop table depot.extra; create table depot.extra (a int, c text)',
];

/** None changes what a catalog says, whatever the server writes. */
const NO_CHANGES = [
  "insert into depot.customer values (1, 'a', 'good', null); update depot.customer set name = 'b'",
  'analyze',
  'vacuum (freeze, analyze) depot.customer',
  'vacuum freeze pg_class, pg_attribute, pg_constraint, pg_description',
];

describe('the marks of tables in Postgres', () => {
  let source: SampleDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    source = await useSample();
  });
  afterAll(() => source.stop());
  beforeEach(async () => {
    const { host, port, database } = source;
    const { username: user, password } = source.superuser;
    client = new pg.Client({ host, port, database, user, password });
    await client.connect();
    await client.query(WORLD);
  });
  afterEach(async () => {
    await client.query('drop schema if exists depot cascade; drop schema if exists trade cascade');
    await client.query('drop schema spare cascade');
    await client.end();
  });

  const query = async <Row>(sql: string, values: readonly unknown[]): Promise<Row[]> =>
    (await client.query(sql, [...values])).rows as Row[];

  /** What a new visit sees: contents by mark, as the marks alone say, and as whole tables say. */
  async function visit(): Promise<ReadonlyMap<string, { mark: string; key: string; content: string }>> {
    const { catalog, marked } = postgresDiscovery(query);
    const tables: CatalogTable[] = [];
    for await (const page of catalog!(FILTER, PAGE)) tables.push(...page);
    const byName = new Map(tables.map((table) => [nameOf(table), table]));
    const found = new Map<string, { mark: string; key: string; content: string }>();
    for await (const page of marked!.marks(FILTER, PAGE)) {
      for (const one of page) {
        const { mark = '', rows: _, ...content } = byName.get(nameOf(one))!;
        expect(mark).toBe(one.mark);
        found.set(nameOf(one), { mark, key: one.key, content: JSON.stringify(content) });
      }
    }
    expect([...found.keys()].sort()).toEqual([...byName.keys()].sort());
    return found;
  }

  it.each(sample(CHANGES, 4))('are others wherever something is after %s', async (statement) => {
    const before = await visit();
    await client.query(statement);
    const after = await visit();
    const changed = [...after].filter(([name, { content }]) => before.get(name)?.content !== content);
    const gone = [...before.keys()].filter((name) => !after.has(name));
    expect(changed.length + gone.length).toBeGreaterThan(0);
    for (const [name, { mark }] of changed) expect(before.get(name)?.mark).not.toBe(mark);
    // Another schema's table has nothing to do with it.
    if (!statement.includes('alter type')) {
      const untouched = after.get('spare.untouched');
      if (!statement.includes('domain')) expect(untouched).toEqual(before.get('spare.untouched'));
    }
  });

  it.each(NO_CHANGES)('are the same after %s', async (statement) => {
    const before = await visit();
    for (const one of statement.split('; ')) await client.query(one);
    expect(await visit()).toEqual(before);
  });

  it('are others when a column gets another type, whichever transaction does it', async () => {
    await client.query(
      'create domain depot.label as text; create table depot.tag (a depot.label); analyze depot.tag',
    );
    const before = await visit();
    const [sum] = await query<{ xmins: string }>(
      `select a.xmin::text::bigint + t.xmin::text::bigint + n.xmin::text::bigint as xmins
       from pg_attribute a join pg_type t on t.oid = a.atttypid join pg_namespace n on n.oid = t.typnamespace
       where a.attrelid = 'depot.tag'::regclass and a.attname = 'a'`,
      [],
    );
    // The transaction's number is what the numbers of the column and of its type were together.
    await client.query(`create procedure depot.pass(until bigint) language plpgsql as $$ begin
      while pg_current_xact_id()::text::bigint < until - 1 loop commit; end loop; end $$`);
    await client.query(`call depot.pass(${sum!.xmins})`);
    await client.query('alter table depot.tag alter column a type text');
    const after = await visit();
    expect(after.get('depot.tag')!.content).not.toBe(before.get('depot.tag')!.content);
    expect(after.get('depot.tag')!.mark).not.toBe(before.get('depot.tag')!.mark);
  });

  it('are others where another server, or another search path, says them', async () => {
    const before = await visit();
    await client.query('set search_path to depot, public');
    const after = await visit();
    for (const [name, { mark }] of after) expect(mark).not.toBe(before.get(name)!.mark);
  });

  it('are others where a schema that is searched comes to hide a type', async () => {
    await client.query('create type spare.mood as enum (); set search_path to later, depot');
    const before = await visit();
    await client.query('alter schema spare rename to later');
    const after = await visit();
    await client.query('alter schema later rename to spare');
    expect(before.get('depot.customer')!.content).toContain('"mood"');
    expect(after.get('depot.customer')!.content).toContain('"depot.mood"');
    expect(after.get('depot.customer')!.mark).not.toBe(before.get('depot.customer')!.mark);
  });

  it('bring tables by their keys, and leave out what is gone', async () => {
    const before = await visit();
    const keys = ['depot.orders', 'depot.extra', 'spare.untouched'].map((name) => before.get(name)!.key);
    await client.query('drop table depot.extra');
    const tables = await postgresDiscovery(query).marked!.tables(keys);
    expect(tables.map(nameOf).sort()).toEqual(['depot.orders', 'spare.untouched']);
    expect(tables.map(({ columns }) => columns.length).sort()).toEqual([1, 4]);
  });

  it('are never the same twice where the server keeps its history to itself', async () => {
    const { host, port, database, good } = source;
    await client.query(
      'revoke execute on function pg_control_system() from public; grant usage on schema spare to public; grant select on spare.untouched to public',
    );
    const reader = new pg.Client({ host, port, database, user: good.username, password: good.password });
    await reader.connect();
    const marksOf = async (): Promise<string[]> => {
      const { marked } = postgresDiscovery(
        async (sql, values) => (await reader.query(sql, [...values])).rows,
      );
      const found: string[] = [];
      for await (const page of marked!.marks({ ...FILTER, schemas: ['spare'] }, PAGE))
        found.push(...page.map(({ mark }) => mark));
      return found;
    };
    const [first, second] = [await marksOf(), await marksOf()];
    await reader.end();
    await client.query('grant execute on function pg_control_system() to public');
    expect(first).toHaveLength(1);
    expect(first).not.toEqual(second);
  });
});

function nameOf({ schema, name }: { readonly schema: string | null; readonly name: string }): string {
  return `${schema}.${name}`;
}
