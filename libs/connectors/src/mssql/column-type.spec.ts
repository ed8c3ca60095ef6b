import { normalType } from '#connector-sdk';

import { columnType } from './column-type.js';

const row = (type: string, length = 4, precision = 10, scale = 0) => ({
  ...{ type, base: type, alias: 0, length, precision, scale },
});

describe('a type of SQL Server', () => {
  it.each([
    [row('int'), 'int', 'integer'],
    [row('nvarchar', 80), 'nvarchar(40)', 'string'],
    [row('nvarchar', -1), 'nvarchar(max)', 'string'],
    [row('varchar', 40), 'varchar(40)', 'string'],
    [row('varbinary', -1), 'varbinary(max)', 'binary'],
    [row('decimal', 9, 18, 4), 'decimal(18,4)', 'decimal'],
    [row('datetime2', 8, 27, 7), 'datetime2', 'timestamp'],
    [row('datetime2', 6, 19, 0), 'datetime2(0)', 'timestamp'],
    [row('datetimeoffset', 10, 34, 3), 'datetimeoffset(3)', 'timestamp'],
    [row('timestamp', 8), 'rowversion', 'binary'],
    [row('bit', 1), 'bit', 'boolean'],
    [row('money', 8, 19, 4), 'money', 'decimal'],
    [row('uniqueidentifier', 16), 'uniqueidentifier', 'uuid'],
    [row('sysname', 256), 'sysname', 'string'],
    [{ ...row('PostCode', 20), base: 'nvarchar', alias: 1 }, 'nvarchar(10)', 'string'],
    [{ ...row('geography', -1), base: null }, 'geography', 'geography'],
  ])('of %j is %s', (given, written, normal) => {
    expect(columnType(given)).toBe(written);
    expect(normalType(written)).toBe(normal);
  });
});
