import type { TdsOptions } from './tds.js';

/** Who may log in to the server of the tests. */
export const TDS_LOGIN = {
  username: 'reader',
  password: 'pä§§ "word}',
  databases: ['shop'],
} as const;

/** What it answers to the connector's statements, and to those that clients send by themselves. */
export const TDS_ANSWERS: TdsOptions['answers'] = [
  [/serverproperty/i, { columns: ['version'], rows: [['16.0.1000.6']] }],
  [
    /INFORMATION_SCHEMA\.TABLES/i,
    {
      columns: ['schema', 'name', 'kind'],
      rows: [
        ['dbo', 'items', 'table'],
        ['dbo', 'cheap', 'view'],
      ],
    },
  ],
  [
    /INFORMATION_SCHEMA\.COLUMNS/i,
    {
      columns: ['name', 'type', 'nullable'],
      rows: [
        ['id', 'int', 'NO'],
        ['name', 'nvarchar', 'YES'],
      ],
    },
  ],
  [/select 1/i, { columns: ['one'], rows: [['1']] }],
];

const COLUMN_ROW = [
  ...['table', 'name', 'type', 'base', 'alias', 'length', 'precision', 'scale'],
  ...['nullable', 'comment', 'primaryKey'],
];
const COLUMNS = [
  ['10', 'id', 'int', 'int', '0', '4', '10', '0', '0', null, '1'],
  ['10', 'name', 'nvarchar', 'nvarchar', '0', '80', '0', '0', '1', 'in full', '0'],
  ['20', 'item', 'int', 'int', '0', '4', '10', '0', '0', null, '0'],
  ['30', 'id', 'int', 'int', '0', '4', '10', '0', '0', null, '0'],
];

/** What it answers to a discovery: two pages of tables, and one table closely. Numbers come as texts. */
export function tdsCatalog(): TdsOptions['answers'] {
  const columns = ['id', 'schema', 'name', 'kind', 'comment', 'rows'];
  const pages = [
    [
      ['10', 'dbo', 'items', 'table', 'what is sold', '12'],
      ['20', 'dbo', 'orders', 'table', null, '0'],
    ],
    [['30', 'dbo', 'cheap', 'view', null, null]],
  ];
  return [
    [/from sys\.objects/, () => ({ columns, rows: pages.shift() ?? [] })],
    [/from sys\.columns/, { columns: COLUMN_ROW, rows: COLUMNS }],
    [
      /from sys\.foreign_key_columns/,
      {
        columns: ['table', 'column', 'refSchema', 'refTable', 'refColumn'],
        rows: [
          ['20', 'item', 'dbo', 'items', 'id'],
          ['20', 'secret', null, null, null],
        ],
      },
    ],
    [/object_definition/, { columns: ['ddl'], rows: [['create view cheap as select 1 as one']] }],
    [/select top \(@limit\) \*/, { columns: ['id', 'name'], rows: [['1', 'Ada']] }],
    [/select distinct top/, { columns: ['value'], rows: [['b'], ['a']] }],
  ];
}
