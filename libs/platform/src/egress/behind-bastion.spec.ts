import { hostBehindBastion } from './behind-bastion.js';
import { EgressPolicy } from './policy.js';

const PORT = 5432;
const policy = new EgressPolicy({
  allow: { networks: [], hosts: [] },
  own: [{ host: 'own.example' }, { host: '11.0.0.7', port: PORT }],
});

describe('a host behind a bastion', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['0x0a.1', '10.0.0.1'],
    ['DB.Internal.', 'db.internal'],
    ['[fd12::0:1]', 'fd12::1'],
  ])('%s is asked for as %s', (host, asked) => {
    expect(hostBehindBastion(policy, host, PORT)).toBe(asked);
  });

  it.each([
    ...['169.254.169.254', '169.254.169.254.', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376'],
    ...['::ffff:a9fe:a9fe', '[fd00:ec2::254]', 'fe80::1%eth0', 'Metadata.Google.Internal.'],
    ...['own.example', 'OWN.example.', '11.0.0.7', '11.7'],
  ])('%s is not asked for', (host) => {
    expect(() => hostBehindBastion(policy, host, PORT)).toThrow(
      expect.objectContaining({ code: 'egress_denied' }),
    );
  });
});
