import { sizedType } from './sized-type.js';

describe('a type as the engine writes it', () => {
  it.each([
    ['character varying', { length: 40 }, 'character varying(40)'],
    ['nvarchar', { length: -1 }, 'nvarchar(max)'],
    ['varbinary', { length: '16' }, 'varbinary(16)'],
    ['numeric', { precision: 10, scale: 2 }, 'numeric(10,2)'],
    ['NUMBER', { precision: '38', scale: '0' }, 'NUMBER(38,0)'],
    ['NUMBER', { precision: 10, scale: null }, 'NUMBER(10)'],
    ['NUMBER', { precision: null, scale: null }, 'NUMBER'],
    ['integer', { precision: 32, scale: 0 }, 'integer'],
    ['text', { length: 2_147_483_647 }, 'text'],
    ['DECIMAL(10,2)', { precision: 10, scale: 2 }, 'DECIMAL(10,2)'],
    ['varchar', {}, 'varchar'],
  ])('is %s with %j: %s', (word, size, written) => {
    expect(sizedType(word, size)).toBe(written);
  });
});
