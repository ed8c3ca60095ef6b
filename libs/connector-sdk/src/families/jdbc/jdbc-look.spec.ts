import { lookAtTable } from '../../catalog/look-at-table.js';
import { DB2_JDBC_DRIVER } from './db2-driver.js';
import { jdbcLook } from './jdbc-look.js';

const TABLE = { catalog: 'SHOP', schema: 'SALES', name: 'OR"DERS' };

/** A bridge that has one table, and remembers what it was asked. */
function bridgeOf(kind: string, answers: Readonly<Record<string, string[][]>> = {}) {
  const asked: string[][] = [];
  const known: Readonly<Record<string, string[][]>> = {
    tables: [['SHOP', 'SALES', 'OR"DERS', kind, '']],
    columns: [
      ['ID', 'INTEGER', 'NO', '10', '0', ''],
      ['DAY', 'DATE', 'NO', '10', '', ''],
      ['NOTE', 'VARCHAR', 'YES', '40', '', ''],
    ],
    keys: [
      ['DAY', '', '', '', '', '2'],
      ['ID', '', '', '', '', '1'],
      ['NOTE', 'SHOP', 'SALES', 'NOTES', 'TEXT'],
    ],
    rows: [
      ['ID', 'NOTE'],
      ['=1', ''],
      ['=2', '='],
    ],
    values: [['old'], ['new']],
    ...answers,
  };
  const ask = async (...fields: readonly string[]): Promise<string[][]> => {
    asked.push([...fields]);
    return known[fields[0]!] ?? [];
  };
  return { asked, bridge: { ask } };
}

const look = ({ bridge }: ReturnType<typeof bridgeOf>, quote = '"', table = TABLE) =>
  lookAtTable(jdbcLook({ bridge, quote, secondsLeft: () => 9 }, DB2_JDBC_DRIVER, table), {
    rows: 3,
    categories: ['NOTE'],
  });

describe('jdbcLook', () => {
  it('writes a table as the standard has it, and tells nothing from an empty text', async () => {
    const source = bridgeOf('TABLE');
    expect(await look(source)).toEqual({
      ddl: [
        'CREATE TABLE "SALES"."OR""DERS" (',
        '  "ID" INTEGER NOT NULL,',
        '  "DAY" DATE NOT NULL,',
        '  "NOTE" VARCHAR(40),',
        '  PRIMARY KEY ("ID", "DAY")',
        ')',
      ].join('\n'),
      rows: [
        { ID: '1', NOTE: null },
        { ID: '2', NOTE: '' },
      ],
      categories: { NOTE: ['new', 'old'] },
    });
    expect(source.asked.slice(3)).toEqual([
      ['rows', 'select * from "SALES"."OR""DERS"', '3', '200', '9'],
      ['values', 'select "NOTE" from "SALES"."OR""DERS"', '100000', '61', '50', '9'],
    ]);
  });

  it.each(['VIEW', 'MATERIALIZED QUERY TABLE', 'ALIAS'])('has no definition of a %s', async (kind) => {
    expect((await look(bridgeOf(kind))).ddl).toBeNull();
  });

  it('takes plain names alone where an engine has no quotes', async () => {
    const plain = bridgeOf('TABLE');
    await look(plain, ' ', { ...TABLE, name: 'ORDERS' });
    expect(plain.asked[3]![1]).toBe('select * from SALES.ORDERS');
    await expect(async () => look(bridgeOf('TABLE'), ' ')).rejects.toMatchObject({
      code: 'statement_refused',
    });
  });
});
