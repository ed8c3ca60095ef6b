import fc from 'fast-check';

import { isWithin, secretPath, secretPathKeys } from './secret-path.js';

describe('a secret path', () => {
  it('joins keys with dots, and escapes those inside a key', () => {
    expect(secretPath('transport', 'ssh', 'password')).toBe('transport.ssh.password');
    expect(secretPath('payload', 'a.b~c')).toBe('payload.a~1b~0c');
  });

  it('gives its keys back', () => {
    const key = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('~', '.', '0', '1', 'a')).map((c) => c.join('')),
    );
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), (keys) => {
        expect(secretPathKeys(secretPath(...keys))).toEqual(keys);
      }),
    );
  });

  it('is within its ancestors, not within names that merely begin alike', () => {
    expect(isWithin('transport.ssh.password', 'transport.ssh')).toBe(true);
    expect(isWithin('transport.ssh2.password', 'transport.ssh')).toBe(false);
  });
});
