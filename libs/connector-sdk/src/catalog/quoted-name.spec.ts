import { quotedName } from './quoted-name.js';

describe('a quoted name', () => {
  it.each([
    ['orders', '"orders"'],
    ['Größe 1', '"Größe 1"'],
    ['a"b', '"a""b"'],
    ['"; drop table x; --', '"""; drop table x; --"'],
    ['hive"."x', '"hive"".""x"'],
    ['', '""'],
  ])('of %j ends where it should', (name, text) => {
    expect(quotedName(name)).toBe(text);
  });
});
