import type { RowQuery } from '#connector-sdk/opening';

import { redshiftLook } from './discovery.js';

const TABLE = { catalog: null, schema: 'shop', name: 'a "b"' };

/** Plays a server: what it is asked for is kept, and a statement that fits is answered. */
function played(type: string, shown: Record<string, string>) {
  const asked: string[] = [];
  const query = (async (sql: string) => {
    asked.push(sql);
    return sql.startsWith('show ') ? [shown] : [{ type }];
  }) as RowQuery;
  return { asked, ddl: redshiftLook(query, TABLE).ddl! };
}

describe('the definition of a table of Redshift', () => {
  it.each([
    [
      'BASE TABLE',
      { 'Show Table DDL statement': 'CREATE TABLE shop.t (id int);' },
      'CREATE TABLE shop.t (id int);',
    ],
    ['VIEW', { 'Show View DDL statement': 'SELECT 1;' }, 'CREATE VIEW "shop"."a ""b""" AS\nSELECT 1;'],
    [
      'VIEW',
      { 'Show View DDL statement': 'create materialized view v as select 1;' },
      'create materialized view v as select 1;',
    ],
  ])('of a %s is what it shows: %j', async (type, shown, ddl) => {
    const { asked, ddl: ask } = played(type, shown);
    expect(await ask()).toBe(ddl);
    expect(asked[1]).toBe(`show ${type === 'VIEW' ? 'view' : 'table'} "shop"."a ""b"""`);
  });

  it('is not asked for where Redshift has none', async () => {
    const { asked, ddl } = played('EXTERNAL TABLE', {});
    expect(await ddl()).toBeNull();
    expect(asked).toHaveLength(1);
  });
});
