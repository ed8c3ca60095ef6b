import fc from 'fast-check';

import { TextMap } from '../fields/text-map.js';
import { splitTransport } from '../transport/transport.js';
import { joinSecrets } from './join-secrets.js';
import { splitSection } from './split-section.js';

class WithMap {
  @TextMap({ label: 'Properties' })
  properties?: Record<string, string>;
}

const TRANSPORT = {
  ssh: {
    host: 'b',
    username: 'u',
    password: 's1',
    private_key: 's2',
    private_key_passphrase: 's3',
    jump: { host: 'j', username: 'u', password: 's4' },
  },
  tls: { mode: 'require', ca: 'ca', cert: 'cert', key: 's5' },
};

describe('splitting', () => {
  it('seals exactly the secrets of a transport', () => {
    const { open, secrets } = splitTransport(TRANSPORT);
    expect(secrets).toEqual({
      'transport.ssh.password': 's1',
      'transport.ssh.private_key': 's2',
      'transport.ssh.private_key_passphrase': 's3',
      'transport.ssh.jump.password': 's4',
      'transport.tls.key': 's5',
    });
    expect(open).toEqual({
      ssh: { host: 'b', username: 'u', jump: { host: 'j', username: 'u' } },
      tls: { mode: 'require', ca: 'ca', cert: 'cert' },
    });
    expect(joinSecrets(open, secrets, 'transport')).toEqual(TRANSPORT);
  });

  it('joins only the secrets of the section', () => {
    expect(joinSecrets({ a: 'b' }, { 'payload.x': '1', 'transport.y': '2' }, 'payload')).toEqual({
      a: 'b',
      x: '1',
    });
  });

  it('leaves nothing open at a sealed place, whatever is there', () => {
    const { open, secrets } = splitSection(
      WithMap,
      { properties: { password: { deep: 'c4n4ry' }, token: null } },
      'payload',
    );
    expect(open).toEqual({ properties: {} });
    expect(secrets).toEqual({ 'payload.properties.password': '{"deep":"c4n4ry"}' });
  });

  it('comes back whole for any map', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('a.password', '~token', 'key', 'size', '__proto__'));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.string())), (entries) => {
        const value = { properties: Object.fromEntries(entries) };
        const { open, secrets } = splitSection(WithMap, value, 'payload');
        expect(joinSecrets(open, secrets, 'payload')).toEqual(value);
      }),
    );
  });
});
