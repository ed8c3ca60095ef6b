import type { JsonObject } from '../../json/json.js';
import { serviceAccountKey } from './service-account-key.js';
import { rsaKeyPair } from '../../../../../test/support/rsa-keys.js';

describe('the key of a service account', () => {
  const pem = rsaKeyPair().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const read = (payload: JsonObject) =>
    serviceAccountKey({ payload: {}, credential: { type: 'GCP', payload }, transport: null });

  it('keeps what a login needs, and nothing that names a place or a file', () => {
    const places = { token_uri: 'https://elsewhere.example', credential_source: { file: '/etc/passwd' } };
    expect(read({ client_email: 'a@b', private_key: pem, type: 'external_account', ...places })).toEqual({
      client_email: 'a@b',
      private_key: pem,
    });
  });

  it('reads a key whose lines are written as escapes', () => {
    expect(read({ client_email: 'a@b', private_key: pem.replaceAll('\n', '\\n') }).private_key).toBe(pem);
  });

  it.each<JsonObject>([{}, { client_email: 'a@b' }, { client_email: 'a@b', private_key: 'no key' }])(
    'refuses %j',
    (payload) => {
      expect(() => read(payload)).toThrow(expect.objectContaining({ code: 'credential_invalid' }));
    },
  );
});
