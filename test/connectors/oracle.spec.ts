import { createServer } from 'node:net';

import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { startTnsListener, type TnsBehaviour } from '../support/fakes/tns.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const NAME = 'db.example.test';
const SERVICE = { service_name: 'SHOP.example.test' };

describe('ORACLE', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let certificate: KeyAndCertificate;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    certificate = await authority.issue(NAME);
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([authority.close(), stranger.close()]);
  });

  const probe = (port: number, more: Partial<ProbeCase> = {}, named: Record<string, string> = SERVICE) =>
    prober.probe('ORACLE', {
      payload: { host: '127.0.0.1', port, ...named },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'secret' } },
      ...more,
    });

  /** Tests against a listener, and answers the outcome with what the listener saw. */
  const against = async (
    behaviour: TnsBehaviour,
    more: Partial<ProbeCase> = {},
    named: Record<string, string> = SERVICE,
    tls?: KeyAndCertificate,
  ) => {
    const listener = await startTnsListener(behaviour, tls);
    try {
      const outcome = await probe(listener.port, more, named);
      return { outcome, failure: failureOf(outcome), connectData: listener.connectData() };
    } finally {
      await listener.close();
    }
  };

  it('asks for the service or the SID, and for nothing else', async () => {
    const service = await against({ refuses: 12514 });
    expect(service.failure).toBe('database: service_not_found');
    expect(service.connectData).toContain('(SERVICE_NAME=SHOP.example.test)');
    const sid = await against({ refuses: 12505 }, {}, { sid: 'ORCL' });
    expect(sid.failure).toBe('database: service_not_found');
    expect(sid.connectData).toContain('(SID=ORCL)');
  });

  it.each([
    [1017, 'authenticate: auth_failed'],
    [28000, 'authenticate: account_locked'],
    [28001, 'authenticate: auth_expired'],
    [1045, 'database: permission_denied'],
    [1033, 'authenticate: server_unavailable'],
    [28040, 'authenticate: auth_method_not_supported'],
    [604, 'authenticate: server_error'],
  ])('knows ORA-%i of the login', async (number, failure) => {
    const { outcome, failure: found } = await against({ answersLogin: number });
    expect(found).toBe(failure);
    expect(warningsOf(outcome)).toEqual(['tls_not_used']);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it.each([
    [12516, 'authenticate: too_many_connections'],
    [12528, 'authenticate: server_unavailable'],
  ])('knows ORA-%i of the listener', async (number, failure) => {
    expect((await against({ refuses: number })).failure).toBe(failure);
  });

  it('follows no redirect', async () => {
    const victim = await listenOnLoopback(createServer());
    const { failure } = await against({ redirectsTo: { host: '127.0.0.1', port: victim.port } });
    expect(failure).toBe('authenticate: redirect_outside_target');
    expect(victim.connections()).toBe(0);
    await victim.close();
    const named = await against({ redirectsTo: { host: 'victim.example.test', port: 1521 } });
    expect(named.failure).toBe('authenticate: redirect_outside_target');
  });

  it('serves the next check after a redirect', async () => {
    await against({ redirectsTo: { host: '127.0.0.1', port: 1 } });
    expect((await against({ refuses: 12514 })).failure).toBe('database: service_not_found');
  });

  it('tells a closed port, a closed network, silence and garbage apart', async () => {
    const gone = await listenOnLoopback(createServer());
    await gone.close();
    expect(failureOf(await probe(gone.port))).toBe('connect: connect_refused');
    expect(failureOf(await probe(gone.port, { networks: [] }))).toBe('resolve: egress_denied');
    const silent = await against({ sends: Buffer.alloc(0) }, { deadlineMs: 1_500 });
    expect(silent.failure).toBe('authenticate: timeout');
    for (const garbage of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\0\0\0\0\0\0\0\0', '\0\x08\0\0\xff\0\0\0']) {
      const { failure } = await against({ sends: Buffer.from(garbage, 'latin1') }, { deadlineMs: 1_500 });
      expect(failure).toMatch(/^authenticate: (?:protocol_error|connection_closed|timeout)$/);
    }
  });

  describe('with TLS', () => {
    const tls = (more: Record<string, string> = {}): Partial<ProbeCase> => ({
      tlsMode: 'verify-full',
      transport: { tls: { mode: 'verify-full', ca: authority.ca, server_name: NAME, ...more } },
    });
    const encrypted = (more: Partial<ProbeCase>, shown = certificate) =>
      against({ answersLogin: 1017 }, more, SERVICE, shown);

    it('logs in over it', async () => {
      const { outcome, failure } = await encrypted(tls());
      expect(failure).toBe('authenticate: auth_failed');
      expect(warningsOf(outcome)).toEqual([]);
    });

    it('checks authority, name and time', async () => {
      expect((await encrypted(tls({ ca: stranger.ca }))).failure).toBe('tls: tls_untrusted');
      expect((await encrypted(tls({ server_name: 'other.example.test' }))).failure).toBe(
        'tls: tls_name_mismatch',
      );
      expect((await encrypted(tls(), await authority.issue(NAME, -1))).failure).toBe('tls: tls_expired');
    });

    it('sends nothing to a listener that has none', async () => {
      const { failure, connectData } = await against({ answersLogin: 1017 }, { ...tls(), deadlineMs: 1_500 });
      expect(failure).toMatch(/^tls: /);
      expect(connectData).toBe('');
    });
  });
});
