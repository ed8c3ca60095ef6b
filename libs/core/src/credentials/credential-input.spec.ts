import { AtLeastOne, ServerHost, defineConnector } from '#connector-sdk';
import { checkCredential, checkFits, readCredentialInput, withoutNulls } from './credential-input.js';

@AtLeastOne('host')
class Payload {
  @ServerHost()
  host?: string;
}

const base = {
  title: 'Sample',
  family: 'jdbc',
  payload: Payload,
  transports: [],
  tlsDefault: 'prefer',
  dbType: null,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [{ name: 'S', payload: { host: 'h' }, credential: { type: 'NONE', payload: {} } }],
} as const;
const fixed = defineConnector({ ...base, type: 'FIXED', credentials: ['SIMPLE', 'TOKEN'] });
const blank = defineConnector({ ...base, type: 'BLANK', credentials: ['SIMPLE'], emptyPassword: true });
const byHost = defineConnector({
  ...base,
  type: 'BY_HOST',
  credentials: {
    all: ['TOKEN', 'AWS'],
    of: (payload) => (payload.host === 'aws' ? ['AWS'] : ['TOKEN']),
  },
});

const SIMPLE = { type: 'SIMPLE', payload: { username: 'u', password: 'p' } };

describe('a credential in a body', () => {
  it.each([
    [SIMPLE, { kind: 'inline', ...SIMPLE }],
    [{ type: 'NONE' }, { kind: 'inline', type: 'NONE', payload: {} }],
    [{ id: 7 }, { kind: 'shared', id: 7 }],
    [
      { id: 7, payload: { token: 't' } },
      { kind: 'shared', id: 7, payload: { token: 't' } },
    ],
    [
      { id: 7, payload: '{}' },
      { kind: 'shared', id: 7, payload: '{}' },
    ],
  ])('%j is read', (value, input) => {
    expect(readCredentialInput(value, fixed)).toEqual({ input });
  });

  it('of a key file’s text is read as the object', () => {
    const key = {
      project_id: 'p',
      private_key_id: 'i',
      private_key: 'k',
      client_email: 'reader@p.iam.gserviceaccount.com',
      client_id: '1',
    };
    expect(readCredentialInput({ type: 'GCP', payload: JSON.stringify(key) }, undefined)).toEqual({
      input: { kind: 'inline', type: 'GCP', payload: key },
    });
  });

  it.each([
    ['text', ['credential object']],
    [[], ['credential object']],
    [7, ['credential object']],
    [{}, ['credential.type required']],
    [{ type: 7, payload: {} }, ['credential.type required']],
    [{ type: 'NOPE', payload: {} }, ['credential.type one_of']],
    [{ type: 'toString', payload: {} }, ['credential.type one_of']],
    [{ ...SIMPLE, a: 1, b: 2 }, ['credential.a unknown', 'credential.b unknown']],
    [{ type: 'SIMPLE' }, ['credential.payload required']],
    [
      { type: 'SIMPLE', payload: {} },
      ['credential.payload.username required', 'credential.payload.password required'],
    ],
    [{ type: 'NONE', payload: { a: 1 } }, ['credential.payload.a unknown']],
    [{ id: 7, type: 'SIMPLE' }, ['credential.type unknown']],
    [{ id: '7' }, ['credential.id integer']],
    [{ id: 0 }, ['credential.id integer']],
    [{ id: 2 ** 53 }, ['credential.id integer']],
    [{ id: null, ...SIMPLE }, ['credential.type unknown']],
    [{ id: 7, payload: null }, ['credential.payload object']],
    [{ id: 7, payload: [] }, ['credential.payload object']],
  ])('%j is refused: %j', (value, broken) => {
    const reading = readCredentialInput(value, fixed);
    const errors = 'errors' in reading ? reading.errors : [];
    expect(errors.map((error) => `${error.path} ${error.rule}`)).toEqual(broken);
  });

  it('may have an empty password where that means something, and there alone', () => {
    const payload = { username: 'u', password: '' };
    expect(checkCredential('SIMPLE', payload, blank)).toEqual([]);
    expect(checkCredential('SIMPLE', payload, fixed)).toHaveLength(1);
    expect(checkCredential('SIMPLE', payload)).toHaveLength(1);
  });
});

describe('a credential that does not fit', () => {
  it('is told so, whatever else is wrong with it', () => {
    const value = { type: 'TOKEN', payload: { sas_key: 'x' } };
    expect(readCredentialInput(value, byHost, { host: 'aws' })).toEqual({
      errors: [expect.objectContaining({ path: 'credential.type', rule: 'credential_type' })],
    });
    expect(readCredentialInput({ ...value, type: 'NOPE' }, byHost, { host: 'aws' })).toEqual({
      errors: [expect.objectContaining({ path: 'credential.type', rule: 'one_of' })],
    });
  });

  it('is told which do', () => {
    expect(checkFits(fixed, {}, 'SIMPLE')).toEqual([]);
    expect(checkFits(fixed, {}, 'GCP')).toEqual([
      {
        path: 'credential.type',
        rule: 'credential_type',
        message: 'With this payload, a connection of type FIXED takes a credential of type SIMPLE or TOKEN.',
      },
    ]);
  });

  it('depends on the payload where the connector says so', () => {
    expect(checkFits(byHost, { host: 'aws' }, 'AWS')).toEqual([]);
    expect(checkFits(byHost, { host: 'other' }, 'AWS')[0]?.message).toContain('type TOKEN.');
  });
});

describe('null in an update’s payload', () => {
  it.each([
    [
      { a: null, b: 'x', c: '' },
      { b: 'x', c: '' },
    ],
    [{ a: null }, {}],
    [{ a: { b: null } }, { a: { b: null } }],
    ['{"a":null}', '{"a":null}'],
    [null, null],
    [undefined, undefined],
    [[null], [null]],
  ])('makes %j %j', (payload, expected) => {
    expect(withoutNulls(payload)).toEqual(expected);
  });
});
