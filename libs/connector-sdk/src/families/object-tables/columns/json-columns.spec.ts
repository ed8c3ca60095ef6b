import { jsonColumns } from './json-columns.js';

const types = (text: string) => jsonColumns(text)?.map(({ name, type }) => `${name} ${type}`);

describe('columns of JSON', () => {
  it.each([
    ['lines', '{"id":1,"name":"Ada"}\n{"id":2,"born":null}\n'],
    ['an array', ' [ {"id":1,"name":"Ada"} , {"id":2,"born":null} ]'],
    ['objects on many lines', '{\n "id": 1,\n "name": "Ada"\n}\n{ "id": 2, "born": null }'],
    ['an array that is cut', '[{"id":1,"name":"Ada"},{"id":2,"born":null},{"other":"}'],
    ['lines that are cut', '{"id":1,"name":"Ada"}\n{"id":2,"born":null}\n{"other":{"a":1}'],
  ])('are the members of its objects: %s', (_, text) => {
    expect(types(text)).toEqual(['id number', 'name string', 'born json']);
  });

  it('have the types of JSON', () => {
    expect(jsonColumns('{"a":1.5,"b":true,"c":[1],"d":{"x":1},"e":"x","f":null}')).toEqual([
      { name: 'a', type: 'number', normal: 'decimal', nullable: null },
      { name: 'b', type: 'boolean', normal: 'boolean', nullable: null },
      { name: 'c', type: 'array', normal: 'array', nullable: null },
      { name: 'd', type: 'object', normal: 'struct', nullable: null },
      { name: 'e', type: 'string', normal: 'string', nullable: null },
      { name: 'f', type: 'json', normal: 'json', nullable: null },
    ]);
  });

  it('are json where objects differ', () => {
    expect(types('{"a":1,"b":null}\n{"a":"x","b":1}\n{"a":1,"b":2}')).toEqual(['a json', 'b number']);
  });

  it('know a brace in a string from one that closes', () => {
    expect(types('{"a":"}{","b":"\\"}","c\\\\":1}')).toEqual(['a string', 'b string', 'c\\ number']);
  });

  it.each([
    ['nothing', ''],
    ['an object that is cut', '{"id":1,"name":"A'],
    ['a number', '42'],
    ['an array of numbers', '[1,2,3]'],
    ['what is no JSON', '{id: 1}'],
    ['an end of nothing', '}{'],
    ['an empty array', '[]'],
  ])('are not told by %s', (_, text) => {
    expect(jsonColumns(text)).toBeUndefined();
  });

  it('may be called as members of every object are', () => {
    expect(types('{"__proto__":1,"constructor":"x"}\n{"__proto__":{}}')).toEqual([
      '__proto__ json',
      'constructor string',
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('are told of hostile texts', () => {
    const deep = `{"a":${'{"b":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect(types(deep)).toEqual(['a object']);
    expect(types(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toEqual(['a array']);
    expect(types('{'.repeat(65_536))).toBeUndefined();
    expect(types('{"a":1}'.repeat(9_000))).toEqual(['a number']);
    expect(types(`{${Array.from({ length: 12_000 }, (__, at) => `"k${at}":1`).join(',')}}`)).toHaveLength(
      10_000,
    );
  });
});
