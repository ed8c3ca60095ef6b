import { normalType } from './normal-type.js';

describe('what a type is in all engines', () => {
  it.each([
    [
      'string',
      'varchar(40) nvarchar(max) text char VARCHAR2(10) String LowCardinality(String) citext enum(1) bpchar ALPHANUM(3) SHORTTEXT(9) univarchar(5) unitext longsysname',
    ],
    [
      'integer',
      'int4 integer bigint ubigint INT64 UInt32 tinyint smallint(5) bigserial Nullable(Int8) HUGEINT',
    ],
    ['decimal', 'numeric(10,2) DECIMAL NUMBER(38,0) money BIGNUMERIC Decimal64(2)'],
    ['float', 'double real float8 Float64 BINARY_DOUBLE'],
    ['boolean', 'bool BOOLEAN tinyint(1) bit'],
    ['date', 'date Date32'],
    ['time', 'time timetz bigtime'],
    ['timestamp', "timestamptz TIMESTAMP_NTZ(9) datetime2 DateTime64(3,'UTC') smalldatetime bigdatetime"],
    ['interval', 'interval'],
    ['binary', 'bytea BYTES varbinary(16) blob RAW(16) bit(8)'],
    ['json', 'json jsonb VARIANT SUPER'],
    ['uuid', 'uuid UNIQUEIDENTIFIER'],
    ['array', 'integer[] Array(String) array<int> _text varchar[]'],
    ['struct', 'struct<a:int> Tuple(Int8) RECORD'],
    ['map', 'map<string,int> Map(String,Int8)'],
    ['geography', 'geography GEOMETRY point ST_POINT'],
    ['other', 'tsvector hstore whatever'],
  ])('%s', (normal, types) => {
    const found = types.split(' ').map((type) => [type, normalType(type)]);
    expect(found).toEqual(types.split(' ').map((type) => [type, normal]));
  });

  it('is looked for in few wrappers', () => {
    const wrapped = (times: number) => `${'Nullable('.repeat(times)}Int8${')'.repeat(times)}`;
    expect([1, 2, 4, 5, 1_000].map((times) => normalType(wrapped(times)))).toEqual([
      ...Array(3).fill('integer'),
      ...Array(2).fill('other'),
    ]);
  });

  it('may have words before it', () => {
    expect(normalType('unsigned smallint')).toBe('integer');
  });
});
