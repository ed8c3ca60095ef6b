import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { type Kdc, startKdc } from '../support/servers/kdc.js';
import { type Postgres, startPostgres } from '../support/servers/postgres.js';
import { freePort } from '../support/servers/server-process.js';
import { createSshKey, type SshKey } from '../support/servers/ssh-keys.js';
import { INNER_ADDRESS, type Sshd, startSshd } from '../support/servers/sshd.js';

const HOST = 'localhost';
const PRINCIPALS = [
  'addprinc -pw right +requires_preauth reader',
  'addprinc -pw right -requires_preauth trusting',
  'addprinc -pw right -allow_tix locked',
  'addprinc -pw right -pwexpire 2020-01-01 stale',
  'addprinc -pw right -expire 2020-01-01 gone',
  'addprinc -pw right guest',
  'addprinc -pw right loader/batch',
  `addprinc -randkey postgres/${HOST}`,
  `addprinc -randkey warehouse/${HOST}`,
  `addprinc -randkey postgres/${INNER_ADDRESS}`,
];
const ROLES = `
  create role reader login; create role trusting login; create role stale login; create role gone login;
  create role loader login; create role scram login password 'x';
  grant pg_read_all_data to reader, trusting;
`;

describe('Kerberos, against MIT’s KDC and PostgreSQL', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let kdc: Kdc;
  let server: Postgres;
  let keytab: string;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, kdc] = await Promise.all([createAuthority(), startKdc({ address: INNER_ADDRESS })]);
    for (const command of PRINCIPALS) await kdc.administer(command);
    keytab = (await kdc.keytabOf('reader')).toString('base64');
    const services = [`postgres/${HOST}`, `warehouse/${HOST}`, `postgres/${INNER_ADDRESS}`];
    server = await startPostgres({
      version: 15,
      logins: ['host all scram all scram-sha-256', 'host all all all gss include_realm=0'],
      addresses: ['127.0.0.1', INNER_ADDRESS],
      serviceKeys: await kdc.keytabOf(...services),
      tls: { ...(await authority.issue(HOST)), ca: authority.ca },
      // What it has seen before is kept outside of its folder otherwise.
      environment: { KRB5RCACHENAME: 'none:' },
    });
    await server.run(ROLES);
    await server.run('create table items (id int)');
  }, 60_000);
  afterAll(async () => {
    await prober.close();
    await Promise.all([server?.close(), kdc?.close(), authority?.close()]);
  });

  const principalOf = (user: string): string => `${user}@${kdc.realm}`;
  const withPassword = (user: string, password = 'right') => ({ principal: principalOf(user), password });
  const withKeytab = (user: string, content = keytab) => ({ principal: principalOf(user), keytab: content });
  const probe = (
    credential: Record<string, string>,
    { payload = {}, transport = {}, kerberos = {}, ...more }: Partial<ProbeCase> & { kerberos?: object } = {},
  ) =>
    prober.probe('POSTGRES', {
      payload: { host: HOST, port: server.port, database: 'postgres', ...payload },
      credential: { type: 'KERBEROS', payload: credential },
      transport: {
        kerberos: { kdc: `127.0.0.1:${kdc.port}`, realm: kdc.realm, ...kerberos },
        ...transport,
      },
      deadlineMs: 15_000,
      ...more,
    });
  const failedStep = (outcome: Awaited<ReturnType<typeof probe>>) =>
    outcome.steps.find(({ status }) => status === 'failed');

  describe('a login', () => {
    it.each<[string, () => Record<string, string>]>([
      ['a keytab', () => withKeytab('reader')],
      ['a password', () => withPassword('reader')],
      ['a password, where the KDC asks for no proof first', () => withPassword('trusting')],
      ['a principal of the default realm', () => ({ principal: 'reader', keytab })],
    ])('works with %s', async (_, credential) => {
      const outcome = await probe(credential());
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server?.product).toBe('PostgreSQL');
    });

    it('takes the principal that the connection names from a keytab of several', async () => {
      const several = (await kdc.keytabOf('guest', 'reader')).toString('base64');
      expect(failureOf(await probe(withKeytab('reader', several)))).toBeUndefined();
    });

    it('is made anew each time: nothing is left of the one before', async () => {
      expect((await probe(withPassword('reader'))).ok).toBe(true);
      expect(failureOf(await probe(withPassword('reader', 'no')))).toBe('authenticate: auth_failed');
      expect((await probe(withKeytab('reader'))).ok).toBe(true);
      expect(failureOf(await probe(withPassword('reader', 'no')))).toBe('authenticate: auth_failed');
    });

    it('may ask for a service of another name', async () => {
      expect((await probe(withKeytab('reader'), { kerberos: { service_name: 'warehouse' } })).ok).toBe(true);
    });

    it.each<[string, () => Record<string, string>, string]>([
      ['a wrong password', () => withPassword('reader', 'no'), 'auth_failed'],
      ['a wrong password, late', () => withPassword('trusting', 'no'), 'auth_failed'],
      ['an unknown principal', () => withPassword('stranger'), 'auth_failed'],
      ['an unknown principal with a keytab', () => withKeytab('stranger'), 'credential_invalid'],
      ['a keytab of nobody', () => withKeytab('reader', 'BQIAAAA='), 'credential_invalid'],
      ['a keytab that is none', () => withKeytab('reader', 'AAAA'), 'credential_invalid'],
      ['a locked principal', () => withPassword('locked'), 'account_locked'],
      ['a password that has expired', () => withPassword('stale'), 'auth_expired'],
      ['a principal that has expired', () => withPassword('gone'), 'auth_expired'],
      ['a principal that is no user of the database', () => withPassword('guest'), 'auth_failed'],
      ['a principal that stands for another user', () => withPassword('loader/batch'), 'auth_failed'],
    ])('is refused for %s', async (_, credential, code) => {
      expect(failureOf(await probe(credential()))).toBe(`authenticate: ${code}`);
    });

    it('is refused for a keytab from before the password was changed', async () => {
      await kdc.administer('addprinc -pw before moved');
      const old = (await kdc.keytabOf('moved')).toString('base64');
      await kdc.administer('cpw -pw after moved');
      expect(failureOf(await probe(withKeytab('moved', old)))).toBe('authenticate: auth_failed');
    });
  });

  describe('what is wrong with the KDC', () => {
    it('is told when it is down', async () => {
      const closed = await freePort();
      for (const credential of [withPassword('reader'), withKeytab('reader')]) {
        const outcome = await probe(credential, { kerberos: { kdc: `127.0.0.1:${closed}` } });
        expect(failureOf(outcome)).toBe('connect: connect_refused');
        expect(failedStep(outcome)?.facts).toMatchObject({ port: closed });
      }
    });

    it('is told when it is closed to checks', async () => {
      const outcome = await probe(withKeytab('reader'), {
        networks: ['127.0.0.1/32'],
        kerberos: { kdc: `${INNER_ADDRESS}:${kdc.port}` },
      });
      expect(failureOf(outcome)).toBe('resolve: egress_denied');
    });

    it('is told when nobody says where it is', async () => {
      const outcome = await probe(withKeytab('reader'), { kerberos: { kdc: undefined } });
      expect(failureOf(outcome)).toBe('authenticate: target_incomplete');
    });

    it('is told when it knows no such service, or the principal is of another realm', async () => {
      const unknown = await probe(withKeytab('reader'), { kerberos: { service_name: 'nobody' } });
      expect(failureOf(unknown)).toBe('authenticate: kerberos_failed');
      expect(failedStep(unknown)?.hint).toContain('service_name');
      const abroad = await probe({ principal: 'reader@ELSEWHERE.TEST', password: 'right' });
      expect(failureOf(abroad)).toBe('authenticate: kerberos_failed');
      expect(failedStep(abroad)?.hint).toContain('realm');
    });
  });

  it('is refused when the clocks differ', async () => {
    const ahead = await startKdc({ hoursAhead: 1 });
    let database: Postgres | undefined;
    try {
      await ahead.administer('addprinc -pw right reader');
      await ahead.administer(`addprinc -randkey postgres/${HOST}`);
      database = await startPostgres({
        version: 15,
        logins: ['host all all all gss include_realm=0'],
        serviceKeys: await ahead.keytabOf(`postgres/${HOST}`),
        environment: { KRB5RCACHENAME: 'none:' },
      });
      await database.run('create role reader login');
      const outcome = await probe(withPassword('reader'), {
        payload: { port: database.port },
        kerberos: { kdc: `127.0.0.1:${ahead.port}` },
      });
      expect(failureOf(outcome)).toBe('authenticate: kerberos_failed');
      expect(failedStep(outcome)?.hint).toContain('clock');
    } finally {
      await database?.close();
      await ahead.close();
    }
  });

  it('is no answer to a server that asks for a password, nor a password to one that asks for a ticket', async () => {
    const outcome = await probe(withKeytab('scram'));
    expect(failureOf(outcome)).toBe('authenticate: auth_method_not_supported');
    const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'x' } };
    const simple = await probe(withKeytab('reader'), { credential });
    expect(failureOf(simple)).toBe('authenticate: auth_method_not_supported');
  });

  it('goes together with TLS', async () => {
    const tls = { mode: 'verify-full', ca: authority.ca };
    const outcome = await probe(withKeytab('reader'), { tlsMode: 'verify-full', transport: { tls } });
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
  });

  describe('through SSH', () => {
    let key: SshKey;
    let bastion: Sshd<'reader'>;
    beforeAll(async () => {
      key = await createSshKey();
      bastion = await startSshd({ hostKeys: [key], users: { reader: { keys: [key] } } });
    });
    afterAll(() => bastion?.close());

    it.each<[string, () => Record<string, string>]>([
      ['a keytab', () => withKeytab('reader')],
      ['a password', () => withPassword('reader')],
    ])('reaches a KDC and a database that nothing else reaches, with %s', async (_, credential) => {
      const ssh = {
        host: '127.0.0.1',
        port: bastion.port,
        username: bastion.users.reader.name,
        private_key: key.privateKey,
        host_key: key.fingerprint,
      };
      const outcome = await probe(credential(), {
        payload: { host: INNER_ADDRESS },
        transport: { ssh },
        kerberos: { kdc: `${INNER_ADDRESS}:${kdc.port}` },
        networks: ['127.0.0.1/32'],
      });
      expect(failureOf(outcome)).toBeUndefined();
    });
  });
});
