import { committedSchema, deltaColumns } from './delta-schema.js';

const schema = (fields: readonly object[]): string => JSON.stringify({ type: 'struct', fields });
const field = (name: string, type: unknown, rest: object = {}) => ({
  name,
  type,
  nullable: true,
  metadata: {},
  ...rest,
});

describe('the schema of a Delta table', () => {
  it('stands in the action that sets it', () => {
    const text = schema([field('id', 'long')]);
    const commit = [
      { commitInfo: { operation: '"metaData"' } },
      { protocol: { minReaderVersion: 1 } },
      { metaData: { id: 'x', schemaString: text, partitionColumns: [] } },
      { add: { path: 'part-0.parquet' } },
    ];
    expect(committedSchema(commit.map((action) => JSON.stringify(action)).join('\n'))).toBe(text);
  });

  it.each([
    '',
    '{"add":{"path":"x"}}\n',
    '{"metaData":null}',
    '{"metaData":{"schemaString":1}}',
    '{"metaData":{"schemaStr',
    '[{"metaData":{}}]',
    '"metaData"',
  ])('does not stand in %j', (commit) => {
    expect(committedSchema(commit)).toBeUndefined();
  });

  it('has columns with types, what lies within them, and comments', () => {
    const nested = {
      type: 'array',
      elementType: { type: 'struct', fields: [field('x', 'integer')] },
      containsNull: true,
    };
    const columns = deltaColumns(
      schema([
        field('id', 'long', { nullable: false, metadata: { comment: 'Of the order' } }),
        field('total', 'decimal(10,2)'),
        field('at', 'timestamp_ntz'),
        field('lines', nested),
        field('props', { type: 'map', keyType: 'string', valueType: 'double', valueContainsNull: true }),
      ]),
    );
    expect(columns).toEqual([
      { name: 'id', type: 'long', normal: 'integer', nullable: false, comment: 'Of the order' },
      { name: 'total', type: 'decimal(10,2)', normal: 'decimal', nullable: true },
      { name: 'at', type: 'timestamp_ntz', normal: 'timestamp', nullable: true },
      { name: 'lines', type: 'array<struct<x: integer>>', normal: 'array', nullable: true },
      { name: 'props', type: 'map<string, double>', normal: 'map', nullable: true },
    ]);
  });

  it.each(['', '{', '[]', 'null', '{"fields":{}}', '{"type":"struct"}'])('has none in %j', (text) => {
    expect(deltaColumns(text)).toBeUndefined();
  });

  it('may be hostile', () => {
    expect(
      deltaColumns('{"fields":[null,1,{},{"name":1},{"name":"__proto__","type":{"__proto__":1}}]}'),
    ).toEqual([{ name: '__proto__', type: '', normal: 'other', nullable: null }]);
    let deep = '"long"';
    for (let at = 0; at < 5_000; at += 1) deep = `{"type":"array","elementType":${deep}}`;
    expect(deltaColumns(`{"fields":[{"name":"a","type":${deep}}]}`)?.[0]?.type).toMatch(/^array<array</);
    const many = schema([field('wide', { type: 'struct', fields: Array(2_000).fill(field('x', 'long')) })]);
    expect(deltaColumns(many)?.[0]?.type).toBe('struct<…>');
  });
});
