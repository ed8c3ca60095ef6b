import { columnType, type ColumnTypeRow } from './column-type.js';

const typeOf = (storage: number, bytes: number, more: Partial<ColumnTypeRow> = {}) =>
  columnType({
    ...{ word: null, usertype: 100, storage, bytes, digits: null, scale: null, ncharsize: 3, unicharsize: 2 },
    ...more,
  });

describe('the type of a column of SAP ASE', () => {
  it.each<[string, number, number, Partial<ColumnTypeRow>]>([
    ['int', 56, 4, { usertype: 7 }],
    ['int', 38, 4, { usertype: 7 }],
    ['tinyint', 38, 1, {}],
    ['unsigned bigint', 68, 8, {}],
    ['float', 109, 8, {}],
    ['smallmoney', 110, 4, {}],
    ['numeric(10,2)', 63, 5, { digits: 10, scale: 2 }],
    ['decimal(18,0)', 106, 9, { digits: '18', scale: '0' }],
    ['varchar(40)', 39, 40, { usertype: 2 }],
    ['nvarchar(40)', 39, 120, { usertype: 25 }],
    ['univarchar(20)', 155, 40, {}],
    ['varbinary(16)', 37, 16, {}],
    ['sysname', 39, 30, { usertype: 18 }],
    ['bigdatetime', 187, 8, {}],
    ['text', 35, 16, {}],
    // A type of somebody's own, by what it stands for.
    ['varchar(11)', 39, 11, { usertype: 101, word: 'id' }],
    ['my.Class', 36, 255, { usertype: -1, word: 'my.Class ' }],
  ])('is %s', (type, storage, bytes, more) => {
    expect(typeOf(storage, bytes, more)).toEqual({ type });
  });

  it('is no time where it is called timestamp', () => {
    expect(typeOf(37, 8, { usertype: 80 })).toEqual({ type: 'timestamp', normal: 'binary' });
  });
});
