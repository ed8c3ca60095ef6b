import { delimitedColumns } from './delimited-columns.js';

const names = (text: string, { delimiter = undefined as string | undefined, whole = true } = {}) =>
  delimitedColumns(text, { delimiter, whole })?.map(({ name }) => name);

describe('columns of a text with delimiters', () => {
  it('are texts, by the names of its first row', () => {
    expect(delimitedColumns('id,name\n1,Ada\n', { delimiter: undefined, whole: true })).toEqual([
      { name: 'id', type: 'text', normal: 'string', nullable: null },
      { name: 'name', type: 'text', normal: 'string', nullable: null },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['ends of lines of Windows', 'id, name \r\n1,2', ['id', 'name']],
    ['quotes', '"id","given, name","said ""hi"""\n1', ['id', 'given, name', 'said "hi"']],
    ['an end of a line in quotes', '"a\nb",c\n', ['a\nb', 'c']],
    ['a quote that quotes nothing', 'width 5",height\n1,2\n', ['width 5"', 'height']],
    ['semicolons', 'id;price, net;tax\n', ['id', 'price, net', 'tax']],
    ['semicolons around quoted commas', '"a,b,c";"d,e"\n', ['a,b,c', 'd,e']],
    ['tabs', 'id\tname\n', ['id', 'name']],
    ['bars', 'id|name\n', ['id', 'name']],
    ['one column', 'id\n1\n', ['id']],
    ['no name', ',name,\n', ['column1', 'name', 'column3']],
    ['a name twice', 'id,id,id_2,id\n', ['id', 'id_3', 'id_2', 'id_4']],
    ['a name as for one without', ',column1\n', ['column1_2', 'column1']],
    ['names of an object', '__proto__,constructor\n', ['__proto__', 'constructor']],
  ])('with %s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each([
    '1,Ada\n',
    'Ada,1.5\n',
    'Ada,2024-01-31\n',
    'Ada,31.01.2024\n',
    'ada@example.com,x\n',
    `${'x'.repeat(201)},y\n`,
  ])('are called by position where the first row has values: %j', (text) => {
    expect(names(text)).toEqual(['column1', 'column2']);
  });

  it('have the delimiter of their format', () => {
    expect(names('a,b;c\td\n', { delimiter: '\t' })).toEqual(['a,b;c', 'd']);
  });

  it.each([
    ['an empty text', ''],
    ['an empty line', '\nid,name\n'],
    ['quotes that never end', '"id,name\n1,2\n'],
    ['what is no text', 'PK\u0003\u0004\0\0\n'],
    ['another encoding', 'n\ufffdme,id\n'],
  ])('are not told by %s', (_, text) => {
    expect(names(text)).toBeUndefined();
  });

  it('are told by a row without an end where the text has none either', () => {
    expect(names('id,name')).toEqual(['id', 'name']);
    expect(names('id,na', { whole: false })).toBeUndefined();
    expect(names('id,name\n1', { whole: false })).toEqual(['id', 'name']);
  });

  it('are told of hostile rows', () => {
    expect(names('a,'.repeat(32_000), { whole: true })).toHaveLength(32_001);
    expect(new Set(names('a,'.repeat(32_000)))).toHaveProperty('size', 32_001);
    expect(names('"'.repeat(65_536))).toEqual(['column1']);
    expect(names(`${'9'.repeat(65_000)},b`)).toEqual(['column1', 'column2']);
  });
});
