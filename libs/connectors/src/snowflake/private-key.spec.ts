import { createPrivateKey, generateKeyPairSync } from 'node:crypto';

import { readPrivateKey } from './private-key.js';
import { rsaKeyPair } from '../../../../test/support/rsa-keys.js';

describe('private keys for Snowflake', () => {
  const { privateKey } = rsaKeyPair();
  const expected = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const pem = (type: 'pkcs1' | 'pkcs8', passphrase?: string) =>
    privateKey
      .export({ format: 'pem', type, ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}) })
      .toString();
  const der = (type: 'pkcs1' | 'pkcs8') => privateKey.export({ format: 'der', type }).toString('base64');

  it.each([
    ['PKCS#8', pem('pkcs8')],
    ['PKCS#1', pem('pkcs1')],
    ['PEM text with space around it', `\n  ${pem('pkcs8')}  \n`],
    ['PKCS#8 on one line', der('pkcs8')],
    ['PKCS#1 on one line', der('pkcs1')],
  ])('reads %s', (_, text) => {
    expect(readPrivateKey(text, undefined)).toBe(expected);
  });

  it.each(['pkcs1', 'pkcs8'] as const)('decrypts %s', (type) => {
    expect(readPrivateKey(pem(type, 'open sesame'), 'open sesame')).toBe(expected);
  });

  it.each([
    ['without its passphrase', undefined],
    ['with another one', 'other'],
  ])('says so when an encrypted key comes %s', (_, passphrase) => {
    expect(() => readPrivateKey(pem('pkcs8', 'open sesame'), passphrase)).toThrow(
      expect.objectContaining({ code: 'credential_invalid', hint: expect.stringContaining('passphrase') }),
    );
  });

  it.each(['', 'no key', pem('pkcs8').slice(0, 300), der('pkcs8').slice(0, 100)])(
    'refuses text %#',
    (text) => {
      expect(() => readPrivateKey(text, undefined)).toThrow(
        expect.objectContaining({ code: 'credential_invalid' }),
      );
    },
  );

  it('refuses keys that Snowflake does not take', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const text = ec.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(createPrivateKey(text).asymmetricKeyType).toBe('ec');
    expect(() => readPrivateKey(text, undefined)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('RSA') }),
    );
  });
});
