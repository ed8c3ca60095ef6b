import 'reflect-metadata';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { DomainError } from '#platform/errors';
import { ValidationPipe } from './validation.pipe.js';

class Named {
  @IsString()
  name!: string;
}

class Dto extends Named {
  @IsOptional()
  @IsInt()
  count?: number;
}

const pipe = new ValidationPipe();
const read = (value: unknown, type: 'body' | 'query' = 'body') =>
  pipe.transform(value, { type, metatype: Dto });

async function refusal(value: unknown, type: 'body' | 'query' = 'body'): Promise<DomainError> {
  return read(value, type).then(
    () => {
      throw new Error('It was accepted.');
    },
    (error: unknown) => error as DomainError,
  );
}

describe('the validation of a body', () => {
  it('answers an object of the class with the members that came', async () => {
    const dto = await read({ name: 'a', count: 2 });
    expect(dto).toBeInstanceOf(Dto);
    expect(dto).toEqual({ name: 'a', count: 2 });
    expect(Object.keys((await read({ name: 'a' })) as object)).toEqual(['name']);
  });

  it('names each member and rule, inherited ones too, and never a value', async () => {
    const error = await refusal({ name: { secret: 'c4n4ry' }, count: 'c4n4ry', other: 'c4n4ry' });
    expect(error).toMatchObject({ kind: 'invalid', code: 'validation_failed' });
    expect(error.details.errors).toEqual([
      { path: 'other', rule: 'unknown', message: 'There is no such member.' },
      { path: 'count', rule: 'isInt', message: 'count must be an integer number.' },
      { path: 'name', rule: 'isString', message: 'name must be a string.' },
    ]);
    expect(JSON.stringify([error.message, error.details])).not.toContain('c4n4ry');
  });

  it.each([[[]], ['text'], [1], [true]])('refuses %j, which is no object', async (value) => {
    expect((await refusal(value)).details.errors).toEqual([expect.objectContaining({ path: 'body' })]);
  });

  it.each([[undefined], [null], [{}]])('asks for the required members when the body is %j', async (value) => {
    expect((await refusal(value)).details.errors).toEqual([expect.objectContaining({ path: 'name' })]);
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'valueOf'])(
    'takes a member %s for what it is: unknown, or a part of a wrong value',
    async (key) => {
      for (const value of [1, 'text', null, {}, [1]]) {
        const error = await refusal({ name: 'a', [key]: value });
        expect(error.details.errors).toEqual([expect.objectContaining({ path: key, rule: 'unknown' })]);
        expect((await refusal({ name: { [key]: value } })).details.errors).toHaveLength(1);
        expect((await refusal({ name: 'a', count: [{ [key]: value }] })).details.errors).toHaveLength(1);
      }
    },
  );

  it('does not look at what was not declared: no rules, any type', async () => {
    expect(await pipe.transform({ any: 1 }, { type: 'body', metatype: Object })).toEqual({ any: 1 });
    expect(await pipe.transform('1', { type: 'param', metatype: Dto })).toBe('1');
  });
});

describe('the validation of a query', () => {
  it('is 400, for parameters are no body', async () => {
    expect(await refusal({ name: 'a', other: 'x' }, 'query')).toMatchObject({
      kind: 'malformed',
      code: 'parameter_malformed',
    });
  });
});
