import { avroSchema } from './avro-header.js';
import { avroColumns } from './avro-schema.js';

/** A length as Avro writes it. */
function long(value: number): number[] {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}
const text = (of: string): number[] => [...long(Buffer.byteLength(of)), ...Buffer.from(of)];
const MAGIC = [...Buffer.from('Obj\u0001')];
const entry = (name: string, value: string): number[] => [...text(name), ...text(value)];
const schemaIn = (...bytes: number[]) => avroSchema(Uint8Array.from([...MAGIC, ...bytes]));

describe('the schema in the header of an Avro file', () => {
  const schema = JSON.stringify({ type: 'record', doc: 'ü'.repeat(1_000) });
  it('stands among other entries, in one block or more', () => {
    const codec = entry('avro.codec', 'null');
    expect(schemaIn(...long(2), ...codec, ...entry('avro.schema', schema), 0)).toBe(schema);
    const sized = [
      ...long(-1),
      ...long(codec.length),
      ...codec,
      ...long(1),
      ...entry('avro.schema', schema),
      0,
    ];
    expect(schemaIn(...sized)).toBe(schema);
  });

  it.each<[string, number[]]>([
    ['no entries', [0]],
    ['nothing', []],
    ['a header that is cut', [...long(1), ...entry('avro.schema', schema).slice(0, 100)]],
    ['a length of less than nothing', [...long(1), ...long(-5), 1, 2, 3]],
    ['a length beyond all files', [...long(1), ...Array<number>(9).fill(0xff), 1]],
    ['a number without an end', Array<number>(50).fill(0xff)],
    ['entries without end', [...long(2 ** 40), ...Array<number>(10_000).fill(0)]],
  ])('is not told by %s', (_, bytes) => {
    expect(schemaIn(...bytes)).toBeUndefined();
  });

  it('is not told by what is no such file', () => {
    expect(avroSchema(Buffer.from('PAR1'))).toBeUndefined();
    expect(avroSchema(Buffer.of())).toBeUndefined();
  });
});

describe('columns of a schema of Avro', () => {
  const types = (fields: readonly object[]) =>
    avroColumns(JSON.stringify({ type: 'record', name: 'r', fields }))?.map(({ type, normal }) => [
      type,
      normal,
    ]);

  it('have names, types and comments, and may be null', () => {
    const fields = [
      { name: 'id', type: 'long', doc: 'The number.' },
      { name: 'name', type: ['null', 'string'], default: null },
    ];
    expect(avroColumns(JSON.stringify({ type: 'record', fields }))).toEqual([
      { name: 'id', type: 'long', normal: 'integer', nullable: false, comment: 'The number.' },
      { name: 'name', type: 'string', normal: 'string', nullable: true },
    ]);
  });

  it('are of all types', () => {
    const logical = (type: string, logicalType: string, more = {}) => ({
      type: { type, logicalType, ...more },
    });
    const inner = {
      type: 'record',
      name: 'i',
      fields: [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'i' },
      ],
    };
    const fields = [
      logical('bytes', 'decimal', { precision: 10, scale: 2 }),
      logical('int', 'date'),
      logical('long', 'timestamp-micros'),
      logical('long', 'local-timestamp-millis'),
      logical('string', 'uuid'),
      logical('int', 'of-my-own'),
      { type: 'bytes' },
      { type: { type: 'fixed', size: 16, name: 'f' } },
      { type: { type: 'enum', symbols: ['A'], name: 'e' } },
      { type: { type: 'array', items: ['null', 'long'] } },
      { type: { type: 'map', values: 'double' } },
      { type: inner },
      { type: ['int', 'string'] },
    ].map((field, at) => ({ name: `c${at}`, ...field }));
    expect(types(fields)).toEqual([
      ['decimal(10,2)', 'decimal'],
      ['date', 'date'],
      ['timestamp with time zone', 'timestamp'],
      ['timestamp', 'timestamp'],
      ['uuid', 'uuid'],
      ['int', 'integer'],
      ['binary', 'binary'],
      ['binary(16)', 'binary'],
      ['enum', 'string'],
      ['array<long>', 'array'],
      ['map<string, double>', 'map'],
      ['struct<a: int, b: i>', 'struct'],
      ['union', 'struct'],
    ]);
  });

  it('are not told by what is no record', () => {
    for (const schema of [
      '"long"',
      '{"type":"array","items":"long"}',
      '[]',
      '{',
      '{"type":"record","fields":1}',
    ])
      expect(avroColumns(schema)).toBeUndefined();
  });

  it('end where types lie too deep', () => {
    const depth = 5_000;
    const deep = `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`;
    const nested = `${'{"type":'.repeat(depth)}"int"${'}'.repeat(depth)}`;
    for (const type of [deep, nested]) {
      const schema = `{"type":"record","fields":[{"name":"a","type":${type}}]}`;
      expect(avroColumns(schema)).toHaveLength(1);
    }
  });
});
