import { icebergColumns } from './iceberg-schema.js';

const FIELDS = [
  { id: 1, name: 'id', required: true, type: 'long', doc: 'Of the person' },
  { id: 2, name: 'code', required: false, type: 'fixed[16]' },
  { id: 3, name: 'at', required: false, type: 'timestamptz' },
  { id: 4, name: 'tags', required: false, type: { type: 'list', 'element-id': 5, element: 'string' } },
  { id: 6, name: 'props', required: false, type: { type: 'map', key: 'string', value: 'int' } },
  {
    id: 9,
    name: 'home',
    required: false,
    type: { type: 'struct', fields: [{ id: 10, name: 'city', type: 'string' }] },
  },
];

const COLUMNS = [
  { name: 'id', type: 'long', normal: 'integer', nullable: false, comment: 'Of the person' },
  { name: 'code', type: 'binary(16)', normal: 'binary', nullable: true },
  { name: 'at', type: 'timestamptz', normal: 'timestamp', nullable: true },
  { name: 'tags', type: 'array<string>', normal: 'array', nullable: true },
  { name: 'props', type: 'map<string, int>', normal: 'map', nullable: true },
  { name: 'home', type: 'struct<city: string>', normal: 'struct', nullable: true },
];

describe('the columns of an Iceberg table', () => {
  it('are those of its current schema', () => {
    const schemas = [
      { 'schema-id': 0, type: 'struct', fields: [] },
      { 'schema-id': 2, type: 'struct', fields: FIELDS },
    ];
    const metadata = { 'format-version': 2, 'current-schema-id': 2, schemas };
    expect(icebergColumns(JSON.stringify(metadata))).toEqual(COLUMNS);
    expect(icebergColumns(JSON.stringify({ ...metadata, 'current-schema-id': 7 }))).toBeUndefined();
  });

  it('are those of the only schema in the first version', () => {
    const schema = { type: 'struct', fields: FIELDS };
    expect(icebergColumns(JSON.stringify({ 'format-version': 1, schema }))).toEqual(COLUMNS);
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"schemas":{}}',
    '{"schemas":[null]}',
    '{"schema":[]}',
    '{"schema":{"fields":1}}',
  ])('are not told by %j', (text) => {
    expect(icebergColumns(text)).toBeUndefined();
  });

  it('may be hostile', () => {
    expect(icebergColumns('{"schema":{"fields":[null,{"name":"__proto__","type":[]}]}}')).toEqual([
      { name: '__proto__', type: '', normal: 'other', nullable: null },
    ]);
    const deep = `${'{"type":"list","element":'.repeat(5_000)}"int"${'}'.repeat(5_000)}`;
    expect(icebergColumns(`{"schema":{"fields":[{"name":"a","type":${deep}}]}}`)?.[0]?.normal).toBe('array');
  });
});
