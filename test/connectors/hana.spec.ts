import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber } from '../support/probe.js';

const NAME = 'hana.example.test';
const LOGIN = { type: 'GENERIC_MAP', payload: { user: 'READER', password: 'secret' } };

describe('GENERIC_JDBC for HANA', () => {
  let prober: TestProber;
  let authority: TestAuthority;

  beforeAll(async () => {
    prober = startTestProber();
    authority = await createAuthority();
  });
  afterAll(async () => {
    await prober.close();
    await authority.close();
  });

  const probe = (port: number, more: Partial<ProbeCase> = {}) =>
    prober.probe('GENERIC_JDBC', {
      payload: { db_type: 'HANA10', db_or_schema: 'SALES', host: '127.0.0.1', port },
      credential: LOGIN,
      ...more,
    });

  it('needs a host, a user and a password', async () => {
    const payload = { db_type: 'HANA10', db_or_schema: 'SALES' };
    const nowhere = await prober.probe('GENERIC_JDBC', { payload, credential: LOGIN });
    expect(failureOf(nowhere)).toBe('resolve: target_incomplete');
    const nobody = await probe(1, { credential: { type: 'GENERIC_MAP', payload: { user: 'READER' } } });
    expect(nobody.steps.find(({ status }) => status === 'failed')).toMatchObject({
      step: 'authenticate',
      code: 'target_incomplete',
      facts: { missing: ['credential.payload.password'] },
    });
  });

  it('tells a closed port, a closed network, silence and garbage apart', async () => {
    const gone = await listenOnLoopback(createServer());
    await gone.close();
    expect(failureOf(await probe(gone.port))).toBe('connect: connect_refused');
    expect(failureOf(await probe(gone.port, { networks: [] }))).toBe('resolve: egress_denied');
    const silent = await listenOnLoopback(createServer());
    const waited = await probe(silent.port, { deadlineMs: 1_500 });
    await silent.close();
    expect(failureOf(waited)).toBe('authenticate: timeout');
    const rude = await listenOnLoopback(createServer((socket) => socket.write('no')));
    const refused = await probe(rude.port, { deadlineMs: 3_000 });
    await rude.close();
    expect(failureOf(refused)).toBe('authenticate: protocol_error');
    const hangsUp = await listenOnLoopback(createServer((socket) => socket.once('data', () => socket.end())));
    const ended = await probe(hangsUp.port, { deadlineMs: 1_500 });
    await hangsUp.close();
    expect(failureOf(ended)).toMatch(/^authenticate: (?:connection_closed|timeout)$/);
  });

  it('checks the certificate before anything is sent', async () => {
    const { key, cert } = await authority.issue(NAME);
    let heard = 0;
    const listener = createTlsServer({ key, cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => {
        heard += 1;
        socket.write('no');
      });
    });
    const server = await listenOnLoopback(listener);
    const encrypted = (server_name: string) =>
      probe(server.port, {
        tlsMode: 'verify-full',
        transport: { tls: { mode: 'verify-full', ca: authority.ca, server_name } },
      });
    expect(failureOf(await encrypted('other.example.test'))).toBe('tls: tls_name_mismatch');
    expect(heard).toBe(0);
    expect(failureOf(await encrypted(NAME))).toBe('authenticate: protocol_error');
    await server.close();
  });
});
