import { ObjectName } from '../families/database-server.js';
import { fieldsOf } from './field-metadata.js';
import { objectForm } from './object-form.js';
import { objectSchema } from './object-schema.js';
import { Secret, Text } from './text-fields.js';
import { TextMap } from './text-map.js';
import { validateObject } from './validate-object.js';

class Base {
  @Text({ label: 'First', required: true, help: 'Comes first', placeholder: 'one', example: 'one' })
  first!: string;

  @Text({ label: 'Second' })
  second?: string;
}

class Derived extends Base {
  @ObjectName({ label: 'Second, better', default: 'x', order: 5 })
  override second?: string;

  @Secret({ label: 'Third', characters: 'line' })
  third?: string;

  @TextMap({ label: 'Fourth' })
  fourth?: Record<string, string>;
}

describe('field decorators', () => {
  it('are inherited, redeclared and ordered', () => {
    expect(fieldsOf(Base).map((spec) => spec.name)).toEqual(['first', 'second']);
    expect(fieldsOf(Derived).map((spec) => [spec.name, spec.label])).toEqual([
      ['second', 'Second, better'],
      ['first', 'First'],
      ['third', 'Third'],
      ['fourth', 'Fourth'],
    ]);
  });

  it('describe a form', () => {
    const [second, first, third] = objectForm(Derived, 'open');
    expect(first).toEqual({
      name: 'first',
      label: 'First',
      order: 10,
      secret: false,
      required: true,
      widget: 'text',
      placeholder: 'one',
      help: 'Comes first',
    });
    expect(second).toMatchObject({ order: 5, default: 'x' });
    expect(third).toMatchObject({ secret: true, widget: 'password' });
  });

  it('are secret in credentials unless they say that they are open', () => {
    const secret = objectForm(Base, 'secret').filter((hint) => hint.secret);
    expect(secret.map((hint) => hint.name)).toEqual(['first', 'second']);
    expect(objectSchema(Base, 'secret')['properties']).toMatchObject({ first: { writeOnly: true } });
    expect(objectSchema(Base, 'open')['properties']).not.toHaveProperty('first.writeOnly');
  });

  it('describe a closed schema', () => {
    expect(objectSchema(Base, 'open')).toMatchObject({
      type: 'object',
      required: ['first'],
      additionalProperties: false,
      properties: { first: { title: 'First', description: 'Comes first', examples: ['one'], minLength: 1 } },
    });
  });
});

describe('validation', () => {
  it('caps what it answers', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => [`key${i}`, 1] as const);
    expect(validateObject(Base, Object.fromEntries(keys), 'payload')).toHaveLength(100);
    const entries = Array.from({ length: 201 }, (_, i) => [`key${i}`, 'x'] as const);
    expect(validateObject(Derived, { first: 'a', fourth: Object.fromEntries(entries) }, 'payload')).toEqual([
      expect.objectContaining({ path: 'payload.fourth', rule: 'max_entries' }),
    ]);
  });

  it('shows a caller’s key cut and harmless', () => {
    const [error] = validateObject(Base, { first: 'a', [`\u001b[31m\n${'k'.repeat(500)}`]: 1 }, 'payload');
    expect(error?.path).toMatch(/^payload\.\uFFFD\[31m\uFFFDk{58}…$/);
    expect(error?.message).toBe(`${error?.path} is not a known field.`);
  });

  it('is not misled by members that an object inherits', () => {
    const inheriting = Object.create({ first: 'inherited' }) as object;
    expect(validateObject(Base, inheriting, 'p')).toEqual([
      expect.objectContaining({ path: 'p.first', rule: 'required' }),
    ]);
  });

  it('is quick to refuse a text that is far too long', () => {
    const errors = validateObject(Base, { first: 'x'.repeat(5_000_000) }, 'p');
    expect(errors).toEqual([
      { path: 'p.first', rule: 'max_length', message: 'p.first must have at most 1024 characters.' },
    ]);
  });
});
