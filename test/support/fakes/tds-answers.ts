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
