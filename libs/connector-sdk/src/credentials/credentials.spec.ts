import fc from 'fast-check';

import { credentialType, credentialTypes } from './catalog.js';

const GCP = credentialType('GCP')?.example ?? {};
const PAIR = { access_key: 'your_access_key_id', secret_key: 'your_secret_access_key' };
const ROLE = { role_arn: 'arn:aws:iam::123456789012:role/path/reader' };

/** Type, payload, and what is wrong with it. */
const CASES: [type: string, payload: unknown, broken: string[]][] = [
  ['SIMPLE', { username: 'your_username', password: 'your_password' }, []],
  ['SIMPLE', { username: 'u', password: 'line\nend\ttab' }, []],
  ['SIMPLE', {}, ['username required', 'password required']],
  ['SIMPLE', { username: null, password: null }, ['username required', 'password required']],
  ['SIMPLE', { username: 'u', password: '' }, ['password empty']],
  ['SIMPLE', { username: 'u', password: 5 }, ['password type']],
  ['SIMPLE', { username: 'u', password: '********' }, ['password mask']],
  ['SIMPLE', { username: 'u', password: '••••••' }, ['password mask']],
  ['SIMPLE', { username: 'u', password: 'a\u0000b' }, ['password characters']],
  ['SIMPLE', { username: 'u', password: 'p'.repeat(65_537) }, ['password max_length']],
  ['SIMPLE', { username: 'u', password: 'p', host: 'h' }, ['host unknown']],
  ['AWS', PAIR, []],
  ['AWS', { ...PAIR, session_token: 't' }, []],
  ['AWS', ROLE, []],
  ['AWS', {}, ['access_key required', 'secret_key required']],
  ['AWS', { access_key: 'a' }, ['secret_key required']],
  ['AWS', { session_token: 't' }, ['access_key required', 'secret_key required']],
  ['AWS', { ...PAIR, ...ROLE }, ['role_arn exclusive']],
  ['AWS', { role_arn: 'reader' }, ['role_arn format']],
  ['AWS', { ...ROLE, external_id: 'mine' }, ['external_id read_only']],
  ['AWS', { ...PAIR, profile: 'default' }, ['profile unknown']],
  ['TOKEN', { token: 'your_api_token' }, []],
  ['TOKEN', { token: 'a\r\nHost: evil' }, ['token characters']],
  ['AZURE_SAS', { sas_key: 'your_azure_sas_key' }, []],
  ['AZURE_KEY', { account_key: 'a2V5' }, []],
  ['HMAC', { key_id: 'k', secret: 's' }, []],
  ['HMAC', { key_id: 'k' }, ['secret required']],
  ['GENERIC_MAP', { custom_param1: 'value1', custom_param2: 'value2' }, []],
  ['GENERIC_MAP', {}, []],
  ['GENERIC_MAP', { a: 1 }, ['a type']],
  ['GENERIC_MAP', { a: '***' }, ['a mask']],
  ['GENERIC_MAP', JSON.parse('{"__proto__": "x"}'), ['__proto__ name']],
  ['KEY_PAIR', { username: 'u', private_key: 'TUlJ', private_key_passphrase: 'p' }, []],
  ['KEY_PAIR', { private_key: 'TUlJ' }, ['username required']],
  ['KERBEROS', { principal: 'u@R', password: 'p' }, []],
  ['KERBEROS', { principal: 'u@R' }, ['keytab required']],
  ['KERBEROS', { principal: 'u@R', keytab: 'BQI=', password: 'p' }, ['password exclusive']],
  ['NONE', {}, []],
  ['NONE', undefined, []],
  ['NONE', { token: 't' }, ['token unknown']],
  ['GCP', GCP, []],
  ['GCP', { ...GCP, type: 'external_account' }, ['type choice']],
  ['GCP', { ...GCP, type: 'authorized_user' }, ['type choice']],
  ['GCP', { ...GCP, token_uri: 'https://oauth2.googleapis.com/token' }, []],
  ['GCP', { ...GCP, token_uri: 'https://evil.example.com/token' }, ['token_uri choice']],
  ['GCP', { ...GCP, universe_domain: 'evil.example.com' }, ['universe_domain choice']],
  ['GCP', { ...GCP, client_x509_cert_url: 'https://www.googleapis.com/robot/v1/metadata/x509/a%40b' }, []],
  [
    'GCP',
    { ...GCP, client_x509_cert_url: 'https://www.googleapis.com.evil.example/x' },
    ['client_x509_cert_url format'],
  ],
  ['GCP', { ...GCP, credential_source: { file: '/etc/passwd' } }, ['credential_source unknown']],
  ['GCP', JSON.stringify(GCP), []],
  ['GCP', JSON.stringify({ ...GCP, type: 'external_account' }), ['type choice']],
];

describe('credential types', () => {
  it.each(CASES)('%s %j: %j', (type, payload, broken) => {
    const errors = credentialType(type)?.validate(payload) ?? [];
    expect(errors.map(({ path, rule }) => `${path.replace('credential.payload.', '')} ${rule}`)).toEqual(
      broken,
    );
  });

  it('stores the page’s Google key, which has no type and no readable PEM', () => {
    const { type: _type, ...page } = GCP;
    expect(credentialType('GCP')?.validate(page)).toEqual([]);
  });

  it.each(['', 'not json', '[]', '"text"', 'null', '{'])('has one error for GCP given as %j', (text) => {
    const errors = credentialType('GCP')?.validate(text);
    expect(errors).toEqual([expect.objectContaining({ path: 'credential.payload', rule: 'json' })]);
  });

  it('stores a Google key that came as text as the object it is', () => {
    expect(credentialType('GCP')?.normalise(JSON.stringify(GCP))).toEqual(GCP);
    expect(credentialType('GCP')?.normalise(GCP)).toEqual(GCP);
    expect(credentialType('GCP')?.normalise('not json')).toEqual({});
    expect(credentialType('NONE')?.normalise(undefined)).toEqual({});
  });

  it('allows an empty password only where the connector does', () => {
    const simple = credentialType('SIMPLE');
    const blank = { username: 'u', password: '' };
    expect(simple?.validate(blank, { emptyPassword: true })).toEqual([]);
    expect(simple?.validate({ username: 'u' }, { emptyPassword: true })).toHaveLength(1);
    expect(simple?.validate({ username: '', password: '' }, { emptyPassword: true })).toHaveLength(1);
    expect(simple?.validate(blank, { emptyPassword: false })).toHaveLength(1);
  });

  it.each([
    ['SIMPLE', ['password']],
    ['AWS', ['secret_key', 'session_token']],
    ['GCP', ['private_key']],
    ['TOKEN', ['token']],
    ['AZURE_SAS', ['sas_key']],
    ['AZURE_KEY', ['account_key']],
    ['KEY_PAIR', ['private_key', 'private_key_passphrase']],
    ['HMAC', ['secret']],
    ['KERBEROS', ['keytab', 'password']],
    ['GENERIC_MAP', 'all'],
    ['NONE', []],
  ])('%s keeps %j secret', (type, secret) => expect(credentialType(type)?.secretFields).toEqual(secret));

  it('says nothing of a value that it refuses', () => {
    for (const type of credentialTypes()) {
      const wrong = Object.fromEntries([...Object.keys(type.example), 'foo'].map((key) => [key, ['c4n4ry']]));
      expect(JSON.stringify(type.validate(wrong))).not.toContain('c4n4ry');
      expect(JSON.stringify(type.validate('c4n4ry'))).not.toContain('c4n4ry');
    }
  });

  it('takes any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...credentialTypes()), fc.jsonValue(), (type, value) => {
        type.validate(value);
        type.normalise(value);
      }),
    );
  });

  it('is known by name alone', () => {
    expect(credentialType('simple')).toBeUndefined();
    expect(credentialType('constructor')).toBeUndefined();
  });
});
