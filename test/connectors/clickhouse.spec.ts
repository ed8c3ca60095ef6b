import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer } from 'node:net';

import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber } from '../support/probe.js';

const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'secret of the test' } };

describe('CLICKHOUSE', () => {
  let prober: TestProber;
  beforeAll(() => {
    prober = startTestProber();
  });
  afterAll(() => prober.close());

  const probe = (port: number, given: Partial<ProbeCase> = {}) =>
    prober.probe('CLICKHOUSE', {
      payload: { host: '127.0.0.1', port, scheme: 'http', database: 'shop' },
      credential,
      deadlineMs: 1_500,
      ...given,
    });
  const against = async (listener: RequestListener): Promise<string | undefined> => {
    const server = await listenOnLoopback(createHttpServer(listener));
    try {
      return failureOf(await probe(server.port));
    } finally {
      await server.close();
    }
  };

  it('does not follow a server that sends it on', async () => {
    const victim = await listenOnLoopback(createHttpServer((_request, answer) => answer.end('{}')));
    const location = `http://127.0.0.1:${victim.port}/`;
    expect(await against((_request, answer) => void answer.writeHead(307, { location }).end())).toBe(
      'authenticate: redirect_outside_target',
    );
    expect(victim.connections()).toBe(0);
    await victim.close();
  });

  it.each([
    ['516', 'AUTHENTICATION_FAILED', 'authenticate: auth_failed'],
    ['81', 'UNKNOWN_DATABASE', 'database: database_not_found'],
    ['497', 'ACCESS_DENIED', 'authenticate: permission_denied'],
    ['202', 'TOO_MANY_SIMULTANEOUS_QUERIES', 'authenticate: too_many_connections'],
    ['9999', 'OF_TOMORROW', 'authenticate: server_error'],
  ])('knows what servers of today say: %s', async (number, name, failure) => {
    const text = `Code: ${number}. DB::Exception: Something. (${name}) (version 25.8.1.1 (official build))\n`;
    expect(await against((_request, answer) => void answer.writeHead(500).end(text))).toBe(failure);
  });

  it.each<[string, RequestListener, string]>([
    [
      'knows no such path',
      (_request, answer) => answer.writeHead(404).end('<html>404</html>'),
      'authenticate: protocol_error',
    ],
    [
      'answers with a page',
      (_request, answer) => answer.end('<html></html>'),
      'authenticate: protocol_error',
    ],
    ['answers nothing', () => undefined, 'authenticate: timeout'],
    ['hangs up', (request) => request.socket.destroy(), 'authenticate: connection_closed'],
  ])('says what is wrong with a server that %s', async (_, listener, failure) => {
    expect(await against(listener)).toBe(failure);
  });

  it('says that a server speaks another protocol, or does not listen', async () => {
    const server = await listenOnLoopback(
      createServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
    );
    expect(failureOf(await probe(server.port))).toBe('authenticate: protocol_error');
    await server.close();
    expect(failureOf(await probe(server.port))).toBe('connect: connect_refused');
  });
});
