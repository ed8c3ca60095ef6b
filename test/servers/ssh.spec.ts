import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { encryptSample } from '../support/servers/encrypted-sample.js';
import { freePort } from '../support/servers/server-process.js';
import { createSshKey, type SshKey } from '../support/servers/ssh-keys.js';
import { INNER_ADDRESS, type Sshd, startSshd } from '../support/servers/sshd.js';

type User = 'reader' | 'careful' | 'confined' | 'bound';
type Hop = Record<string, unknown>;

const PASSPHRASE = 'a phrase – with "ü"';
/** Opens the bastion, and not what stands behind it. */
const BASTION_ALONE = ['127.0.0.1/32'];

describe('SSH, against OpenSSH', () => {
  let prober: TestProber;
  let sample: SampleDatabase;
  let server: Sshd<User>;
  let asking: Sshd<'asked'>;
  let authority: TestAuthority;
  let key: SshKey;
  let encrypted: SshKey;
  let strangersKey: SshKey;
  let hostKey: SshKey;
  let rsaHostKey: SshKey;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, key, encrypted, strangersKey, hostKey, rsaHostKey] = await Promise.all([
      createAuthority(),
      createSshKey(),
      createSshKey('rsa', PASSPHRASE),
      createSshKey('ecdsa'),
      createSshKey(),
      createSshKey('rsa'),
    ]);
    sample = await startSampleDatabase({ settings: { listen_addresses: `127.0.0.1,${INNER_ADDRESS}` } });
    const keys = [key, encrypted];
    server = await startSshd<User>({
      hostKeys: [hostKey, rsaHostKey],
      settings: ['AllowTcpForwarding local'],
      users: {
        reader: { keys },
        careful: { keys, rules: ['AuthenticationMethods publickey,password'] },
        confined: { keys, rules: ['AllowTcpForwarding no'] },
        bound: { keys, rules: [`PermitOpen ${INNER_ADDRESS}:${sample.port}`] },
      },
    });
    asking = await startSshd({
      hostKeys: [hostKey],
      // Most systems' own way: their modules ask for what they want, and a password is one answer.
      settings: ['UsePAM yes', 'PasswordAuthentication no', 'KbdInteractiveAuthentication yes'],
      users: { asked: {} },
    });
  }, 60_000);
  afterAll(async () => {
    await prober.close();
    await Promise.all([server?.close(), asking?.close(), sample?.stop(), authority?.close()]);
  });

  const username = (user: User): string => server.users[user].name;
  const hop = (user: User, more: Hop = {}): Hop => ({
    host: '127.0.0.1',
    port: server.port,
    username: username(user),
    host_key: hostKey.fingerprint,
    ...more,
  });
  const asked = (password: string): Hop => ({
    host: '127.0.0.1',
    port: asking.port,
    username: asking.users.asked.name,
    password,
    host_key: hostKey.publicKey,
  });
  const withKey = (user: User, more: Hop = {}): Hop => hop(user, { private_key: key.privateKey, ...more });
  const withPassword = (user: User, more: Hop = {}): Hop =>
    hop(user, { password: server.users[user].password, ...more });
  const probe = (ssh: Hop, { payload = {}, transport = {}, ...more }: Partial<ProbeCase> = {}) =>
    prober.probe('POSTGRES', {
      payload: { host: INNER_ADDRESS, port: sample.port, database: sample.database, ...payload },
      credential: { type: 'SIMPLE', payload: { ...sample.good } },
      transport: { ssh, ...transport } as NonNullable<ProbeCase['transport']>,
      networks: BASTION_ALONE,
      // A server that asks waits for seconds before it says no.
      deadlineMs: 15_000,
      ...more,
    });
  const failedStep = (outcome: Awaited<ReturnType<typeof probe>>) =>
    outcome.steps.find(({ status }) => status === 'failed');

  it('is the only way to this database', async () => {
    const payload = { host: INNER_ADDRESS, port: sample.port, database: sample.database };
    const credential = { type: 'SIMPLE', payload: { ...sample.good } };
    const direct = await prober.probe('POSTGRES', { payload, credential, networks: BASTION_ALONE });
    expect(failureOf(direct)).toBe('resolve: egress_denied');
  });

  describe('a login', () => {
    it.each<[string, () => Hop]>([
      ['a password', () => withPassword('reader')],
      ['a password that the server asks for', () => asked(asking.users.asked.password)],
      ['a key', () => withKey('reader')],
      [
        'an encrypted key',
        () => hop('reader', { private_key: encrypted.privateKey, private_key_passphrase: PASSPHRASE }),
      ],
      [
        'a password after a key that is not known',
        () => withPassword('reader', { private_key: strangersKey.privateKey }),
      ],
      [
        'both, where the server wants both',
        () => withKey('careful', { password: server.users.careful.password }),
      ],
    ])('with %s leads to the database', async (_, ssh) => {
      const outcome = await probe(ssh());
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server?.product).toBe('PostgreSQL');
      expect(outcome.steps.find(({ step }) => step === 'ssh')?.status).toBe('ok');
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
    });

    it.each<[string, () => Hop]>([
      ['a wrong password', () => hop('reader', { password: 'no' })],
      ['a wrong password that the server asks for', () => asked('no')],
      ['a key that is not known', () => hop('reader', { private_key: strangersKey.privateKey })],
      ['neither password nor key', () => hop('reader')],
      ['an unknown user', () => withKey('reader', { username: 'patchbay-stranger' })],
      ['the key alone, where the server wants both', () => withKey('careful')],
      ['the password alone, where the server wants both', () => withPassword('careful')],
      ['both with a wrong password', () => withKey('careful', { password: 'no' })],
    ])('is refused for %s', async (_, ssh) => {
      const outcome = await probe(ssh());
      expect(failureOf(outcome)).toBe('ssh: ssh_auth_failed');
      expect(failedStep(outcome)?.facts).toEqual({ hop: 'ssh' });
      expect(outcome.steps.find(({ step }) => step === 'connect')?.status).toBe('ok');
    });

    it.each<[string, () => Hop, boolean]>([
      [
        'a wrong passphrase',
        () => hop('reader', { private_key: encrypted.privateKey, private_key_passphrase: 'no' }),
        true,
      ],
      ['no passphrase', () => hop('reader', { private_key: encrypted.privateKey }), true],
      ['a public key', () => hop('reader', { private_key: key.publicKey }), false],
      ['half a key', () => hop('reader', { private_key: key.privateKey.slice(0, 200) }), false],
    ])('is not even tried with %s', async (_, ssh, passphrase) => {
      const outcome = await probe(ssh());
      expect(failureOf(outcome)).toBe('ssh: ssh_key_invalid');
      expect(failedStep(outcome)?.hint?.includes('passphrase') ?? false).toBe(passphrase);
    });
  });

  describe('the key of the host', () => {
    const unpinned = (): Hop => withKey('reader', { host_key: undefined });
    const known = (of: SshKey) => [
      {
        host: '127.0.0.1',
        port: server.port,
        keyType: of.publicKey.split(' ')[0]!,
        fingerprint: of.fingerprint,
      },
    ];

    it('may be pinned by any key that the server has, as a fingerprint or as a line', async () => {
      for (const pinned of [
        hostKey.fingerprint,
        hostKey.publicKey,
        rsaHostKey.fingerprint,
        rsaHostKey.publicKey,
      ])
        expect(failureOf(await probe(withKey('reader', { host_key: pinned })))).toBeUndefined();
    });

    it('that was pinned and is another one ends the check before anybody logs in', async () => {
      for (const pinned of [strangersKey.fingerprint, strangersKey.publicKey]) {
        const outcome = await probe(withPassword('reader', { host_key: pinned }));
        expect(failureOf(outcome)).toBe('ssh: ssh_host_key_changed');
        expect([hostKey.fingerprint, rsaHostKey.fingerprint]).toContain(
          failedStep(outcome)?.facts?.fingerprint,
        );
      }
    });

    it('that nobody approved is shown to be approved, and is then known', async () => {
      const outcome = await probe(unpinned(), { hostKeyPolicy: 'strict' });
      expect(failureOf(outcome)).toBe('ssh: ssh_host_key_unknown');
      expect(outcome.learnedHostKeys).toEqual([]);
      const fingerprint = failedStep(outcome)?.facts?.fingerprint;
      expect(fingerprint).toBe(hostKey.fingerprint);
      expect((await probe(withKey('reader', { host_key: fingerprint }))).ok).toBe(true);
      expect((await probe(unpinned(), { knownHostKeys: known(hostKey) })).ok).toBe(true);
    });

    it('is learned where the first one is trusted', async () => {
      const outcome = await probe(unpinned(), { hostKeyPolicy: 'trust_on_first_use' });
      expect(outcome.ok).toBe(true);
      expect(outcome.learnedHostKeys).toEqual(known(hostKey));
      const again = await probe(unpinned(), {
        hostKeyPolicy: 'trust_on_first_use',
        knownHostKeys: outcome.learnedHostKeys,
      });
      expect(again.ok).toBe(true);
      expect(again.learnedHostKeys).toEqual([]);
    });

    it('that changed is refused under both policies', async () => {
      await server.useHostKeys([strangersKey]);
      try {
        for (const hostKeyPolicy of ['strict', 'trust_on_first_use'] as const) {
          const outcome = await probe(unpinned(), { hostKeyPolicy, knownHostKeys: known(hostKey) });
          expect(failureOf(outcome)).toBe('ssh: ssh_host_key_changed');
          expect(failedStep(outcome)?.facts?.fingerprint).toBe(strangersKey.fingerprint);
          expect(outcome.learnedHostKeys).toEqual([]);
        }
      } finally {
        await server.useHostKeys([hostKey, rsaHostKey]);
      }
    });
  });

  describe('a jump host', () => {
    const inner = (more: Hop = {}): Hop => withKey('reader', { host: INNER_ADDRESS, ...more });

    it('leads to a server that nobody else reaches', async () => {
      expect(failureOf(await probe(inner()))).toBe('resolve: egress_denied');
      const outcome = await probe(inner({ jump: withPassword('reader') }));
      expect(failureOf(outcome)).toBeUndefined();
    });

    it.each<[string, () => Hop, string, string]>([
      [
        'the jump host’s password is wrong',
        () => inner({ jump: hop('reader', { password: 'no' }) }),
        'ssh_auth_failed',
        'jump',
      ],
      [
        'the jump host’s key is another one',
        () => inner({ jump: withKey('reader', { host_key: strangersKey.fingerprint }) }),
        'ssh_host_key_changed',
        'jump',
      ],
      [
        'the server behind it has another key',
        () => inner({ host_key: strangersKey.fingerprint, jump: withKey('reader') }),
        'ssh_host_key_changed',
        'ssh',
      ],
      [
        'the server behind it refuses the login',
        () => inner({ username: 'patchbay-stranger', jump: withKey('reader') }),
        'ssh_auth_failed',
        'ssh',
      ],
    ])('is told from the server behind it when %s', async (_, ssh, code, at) => {
      const outcome = await probe(ssh());
      expect(failureOf(outcome)).toBe(`ssh: ${code}`);
      expect(failedStep(outcome)?.facts).toMatchObject({ hop: at });
    });

    it('that forwards nothing, or finds nobody, says so', async () => {
      const refused = await probe(inner({ jump: withKey('confined') }));
      expect(failureOf(refused)).toBe('ssh: ssh_forwarding_denied');
      const closed = await probe(inner({ port: await freePort(), jump: withKey('reader') }));
      expect(failureOf(closed)).toBe('ssh: ssh_target_unreachable');
    });
  });

  describe('TLS to the database', () => {
    const tls = (name: string, ca = authority.ca) => ({
      tlsMode: 'verify-full' as const,
      payload: { host: name },
      transport: { tls: { mode: 'verify-full', ca } },
    });
    beforeAll(async () => encryptSample(sample, await authority.issue('localhost')));
    afterAll(() => encryptSample(sample, false));

    it('is verified through SSH, by the name that the connection declares', async () => {
      const outcome = await probe(withKey('reader'), tls('localhost'));
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual([]);
      expect(outcome.steps.find(({ step }) => step === 'tls')?.status).toBe('ok');
    });

    it('is refused for another name and for another authority', async () => {
      expect(failureOf(await probe(withKey('reader'), tls('127.0.0.1')))).toBe('tls: tls_name_mismatch');
      const stranger = await createAuthority();
      await stranger.close();
      const outcome = await probe(withKey('reader'), tls('localhost', stranger.ca));
      expect(failureOf(outcome)).toBe('tls: tls_untrusted');
    });

    it('checks the name that is given instead', async () => {
      const transport = { tls: { mode: 'verify-full', ca: authority.ca, server_name: 'localhost' } };
      expect((await probe(withKey('reader'), { tlsMode: 'verify-full', transport })).ok).toBe(true);
    });
  });

  describe('behind the server', () => {
    it('a wrong password of the database is told from one of SSH', async () => {
      const credential = { type: 'SIMPLE', payload: { ...sample.good, password: 'no' } };
      const outcome = await probe(withKey('reader'), { credential });
      expect(failureOf(outcome)).toBe('authenticate: auth_failed');
      expect(outcome.steps.find(({ step }) => step === 'ssh')?.status).toBe('ok');
    });

    it.each<[string, User, string]>([
      ['forwards nothing', 'confined', 'ssh_forwarding_denied'],
      ['forwards elsewhere alone', 'bound', 'ssh_forwarding_denied'],
    ])('nothing is reached when it %s', async (_, user, code) => {
      const outcome = await probe(withKey(user), { payload: { host: '127.0.0.1' } });
      expect(failureOf(outcome)).toBe(`ssh: ${code}`);
    });

    it('a place that it does forward to is reached', async () => {
      expect((await probe(withKey('bound'))).ok).toBe(true);
    });

    it('a closed port and an unknown name are seen from there', async () => {
      const closed = await probe(withKey('reader'), { payload: { port: await freePort() } });
      expect(failureOf(closed)).toBe('ssh: ssh_target_unreachable');
      const unknown = await probe(withKey('reader'), { payload: { host: 'nowhere.invalid' } });
      expect(failureOf(unknown)).toBe('ssh: ssh_target_unreachable');
    });

    it.each([
      ['169.254.169.254', 80],
      ['fd00:ec2::254', 80],
      ['::ffff:169.254.169.254', 80],
      ['fe80::1', 5432],
      ['metadata.google.internal', 80],
    ])('%s stays closed', async (host, port) => {
      const outcome = await probe(withKey('reader'), { payload: { host, port } });
      expect(failureOf(outcome)).toBe('resolve: egress_denied');
    });

    it('the own infrastructure stays closed, by its address and by its name', async () => {
      for (const host of [INNER_ADDRESS, 'localhost']) {
        const own = [{ host, port: sample.port }];
        const outcome = await probe(withKey('reader'), { payload: { host }, own });
        expect(failureOf(outcome)).toBe('resolve: egress_denied');
      }
    });

    it('stays closed what is closed, also as the second server', async () => {
      const ssh = withKey('reader', { host: '169.254.169.254', jump: withKey('reader') });
      expect(failureOf(await probe(ssh))).toBe('resolve: egress_denied');
    });
  });

  it('needs a server that speaks SSH, and one that is there', async () => {
    const outcome = await probe(withKey('reader', { port: sample.port }), { deadlineMs: 3_000 });
    expect(outcome.steps.find(({ status }) => status === 'failed')?.step).toBe('ssh');
    const closed = await freePort();
    expect(failureOf(await probe(withKey('reader', { port: closed })))).toBe('connect: connect_refused');
  });
});
