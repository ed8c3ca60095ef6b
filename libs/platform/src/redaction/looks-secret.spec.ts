import fc from 'fast-check';

import { looksSecret } from './index.js';

describe('looksSecret', () => {
  it.each([
    'password',
    'Password',
    'PASSWORD',
    'user_password',
    'userPassword',
    'sslpassword',
    'trustStorePassword',
    'javax.net.ssl.keyStorePassword',
    'passwd',
    'db.passwd',
    'pwd',
    'PWD',
    'userPwd',
    'dbpwd',
    'pass',
    'userpass',
    'passphrase',
    'pass_phrase',
    'private-key-passphrase',
    'secret',
    'clientSecret',
    'OAuth2ClientSecret',
    'aws_secret_access_key',
    'token',
    'authToken',
    'access-token',
    'X-API-Key',
    'apikey',
    'apiKey',
    'APIKey',
    'key',
    'sslkey',
    'ssl.key',
    'account_key',
    'private_key',
    'privateKeyPem',
    'credential',
    'credentials',
    'gcpCredentialsJson',
    'sas',
    'sasUrl',
    'sas_token',
    'keytab',
    'password2',
    'key1',
    'authorization',
    'connection_uri',
    'connectionString',
    'pass\uFF57ord',
  ])('says yes to %s', (name) => expect(looksSecret(name)).toBe(true));

  it.each([
    'prop1',
    'prop2',
    'user',
    'username',
    'host',
    'ssl',
    'sslmode',
    'useSSL',
    'encrypt',
    'fetchSize',
    'schema',
    'currentSchema',
    'databaseName',
    'keepAlive',
    'keyStoreType',
    'trustStore',
    'publicKey',
    'primary_key',
    'host_key',
    'hostkey',
    'monkey',
    'bypass',
    'compass',
    'sasl',
    'opinion',
    'pattern',
    'loginTimeout',
    'applicationName',
    '',
    '___',
  ])('says no to %p', (name) => expect(looksSecret(name)).toBe(false));

  it('does not care how the words of a name are joined', () => {
    const word = fc.constantFrom('my', 'db', 'password', 'secret', 'token', 'fetch', 'size', 'user');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const camel = words.map((w, i) => (i === 0 ? w : w.charAt(0).toUpperCase() + w.slice(1))).join('');
        const answers = [words.join('_'), words.join('-'), words.join('.').toUpperCase(), camel].map(
          looksSecret,
        );
        expect(new Set(answers).size).toBe(1);
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => typeof looksSecret(name) === 'boolean'));
  });
});
