import type { TransportName } from '../connector/connector.js';
import { validateTransport } from './validate-transport.js';

const ALL: TransportName[] = ['ssh', 'tls', 'kerberos'];
const SSH = { host: 'bastion.example.com', username: 'u', password: 'p' };
const PEM = '-----BEGIN CERTIFICATE-----\nMAAB\n-----END CERTIFICATE-----\n';

const CASES: [transport: unknown, broken: string[]][] = [
  [undefined, []],
  [null, []],
  [{}, []],
  ['x', ['transport type']],
  [[], ['transport type']],
  [{ proxy: {} }, ['transport.proxy unknown']],
  [{ ssh: SSH }, []],
  [{ ssh: { ...SSH, port: '2222', host_key: `SHA256:${'a'.repeat(43)}` } }, []],
  [{ ssh: { ...SSH, jump: SSH } }, []],
  [{ ssh: { ...SSH, jump: { ...SSH, jump: SSH } } }, ['transport.ssh.jump.jump unknown']],
  [
    { ssh: { ...SSH, jump: { host: 'j' } } },
    ['transport.ssh.jump.username required', 'transport.ssh.jump.password required'],
  ],
  [
    { ssh: {} },
    ['transport.ssh.host required', 'transport.ssh.username required', 'transport.ssh.password required'],
  ],
  [{ ssh: 'bastion' }, ['transport.ssh type']],
  [{ ssh: null }, ['transport.ssh type']],
  [{ ssh: { ...SSH, host: 'u@bastion' } }, ['transport.ssh.host format']],
  [{ ssh: { ...SSH, host_key: 'anything' } }, ['transport.ssh.host_key format']],
  [{ ssh: { ...SSH, password: '*****' } }, ['transport.ssh.password mask']],
  [{ ssh: { ...SSH, local_port: 1 } }, ['transport.ssh.local_port unknown']],
  [{ tls: {} }, []],
  [{ tls: { mode: 'verify-full', ca: PEM, cert: PEM, key: 'k', server_name: 'h' } }, []],
  [{ tls: { mode: 'no-verify' } }, ['transport.tls.mode choice']],
  [{ tls: { ca: '/etc/ssl/ca.pem' } }, ['transport.tls.ca format']],
  [{ tls: { cert: PEM } }, ['transport.tls.key required']],
  [{ tls: { key: 'k' } }, ['transport.tls.cert required']],
  [{ kerberos: { service_name: 'hive', kdc: 'kdc.example.com:88', realm: 'EXAMPLE.COM' } }, []],
  [{ kerberos: { kdc: 'tcp://kdc' } }, ['transport.kerberos.kdc format']],
  [{ kerberos: { realm: 'A\n[libdefaults]' } }, ['transport.kerberos.realm format']],
];

describe('a transport', () => {
  it.each(CASES)('%j: %j', (transport, broken) => {
    const errors = validateTransport(transport, ALL, 'SAMPLE');
    expect(errors.map((error) => `${error.path} ${error.rule}`)).toEqual(broken);
  });

  it('that the connector does not take is one error, whatever is in it', () => {
    expect(validateTransport({ ssh: { host: 5 }, tls: { mode: 'x' } }, ['tls'], 'SAMPLE')).toEqual([
      expect.objectContaining({ path: 'transport.tls.mode', rule: 'choice' }),
      {
        path: 'transport.ssh',
        rule: 'transport',
        message: 'transport.ssh is not available for connections of type SAMPLE.',
      },
    ]);
  });
});
