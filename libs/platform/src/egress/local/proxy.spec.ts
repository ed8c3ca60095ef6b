import { once } from 'node:events';
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { type Duplex, duplexPair, type Readable } from 'node:stream';
import { connect as tlsConnect, createServer as createTlsServer } from 'node:tls';
import { listenOnLoopback, type LoopbackServer } from '../../../../../test/support/loopback-server.js';
import { createEgress, EgressPolicy, type LocalProxy, type ProxyTarget, type Resolve } from '../index.js';

const policy = new EgressPolicy({ allow: { networks: ['127.0.0.0/8'], hosts: [] }, own: [] });

const resolve: Resolve = async (name) => {
  if (name.startsWith('unknown')) throw Object.assign(new Error(), { code: 'ENOTFOUND' });
  return [{ address: name.startsWith('inside') ? '10.0.0.1' : '127.0.0.1', family: 4 }];
};

describe('a proxy', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const start = async (
    allowed: readonly ProxyTarget[],
    ...rest: [dial?: (host: string, port: number) => Promise<Duplex>, options?: { credential: boolean }]
  ): Promise<LocalProxy> => {
    const proxy = await createEgress(policy, { resolve }).proxy(allowed, ...rest);
    closers.push(() => proxy.close());
    return proxy;
  };
  const listen = async (...args: Parameters<typeof listenOnLoopback>): Promise<LoopbackServer> => {
    const server = await listenOnLoopback(...args);
    closers.push(() => server.close());
    return server;
  };
  const echo = (): Promise<LoopbackServer> =>
    listen(createServer({ allowHalfOpen: true }, (socket) => void socket.pipe(socket)));

  describe('for CONNECT', () => {
    it('tunnels to an allowed target, and each end of the bytes by itself', async () => {
      const { port } = await echo();
      const proxy = await start([{ host: 'db.example', port }]);
      const tunnel = await openTunnel(proxy, `DB.example:${port}`);
      expect(tunnel.status).toBe(200);
      tunnel.socket.end('hello');
      expect(await readAll(tunnel.socket)).toBe('hello');
      expect([proxy.failure, proxy.failures]).toEqual([undefined, []]);
    });

    it('passes on what came with the request', async () => {
      const { port } = await echo();
      const proxy = await start([{ host: '127.0.0.1' }], undefined, { credential: false });
      const socket = connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true });
      socket.end(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\nearly`);
      expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 [^\r]+\r\n\r\nearly$/);
    });

    it('carries TLS from end to end', async () => {
      const key = Buffer.from('a key of this test');
      const ciphers = 'PSK-AES128-GCM-SHA256';
      const tls = { ciphers, maxVersion: 'TLSv1.2' } as const;
      const server = createTlsServer({ ...tls, pskCallback: () => key }, (socket) => socket.end('secret'));
      const { port } = await listen(server);
      const proxy = await start([{ host: '.example', port }]);
      const { socket } = await openTunnel(proxy, `tls.example:${port}`);
      const secure = tlsConnect({
        ...tls,
        socket,
        pskCallback: () => ({ psk: key, identity: 'probe' }),
        checkServerIdentity: () => undefined,
      });
      expect(await readAll(secure)).toBe('secret');
    });

    it.each([
      ['another host', 'evil.example'],
      ['the name above a suffix', 'cloud.test'],
      ['a name that only ends alike', 'evilcloud.test'],
      ['a metadata service', '169.254.169.254'],
      ['the loopback by an address', '127.0.0.1'],
    ])('refuses %s', async (_, host) => {
      const target = await echo();
      const proxy = await start([{ host: 'db.example' }, { host: '.cloud.test' }]);
      expect((await openTunnel(proxy, `${host}:${target.port}`)).status).toBe(403);
      expect(proxy.failures).toEqual([
        { host, port: target.port, error: expect.objectContaining({ code: 'redirect_outside_target' }) },
      ]);
      expect(target.connections()).toBe(0);
    });

    it('refuses another port of an allowed host', async () => {
      const target = await echo();
      const proxy = await start([{ host: 'db.example', port: target.port === 443 ? 444 : 443 }]);
      expect((await openTunnel(proxy, `db.example:${target.port}`)).status).toBe(403);
      expect(proxy.failure).toMatchObject({ code: 'redirect_outside_target' });
    });

    it('refuses an allowed host that resolves to a denied address', async () => {
      const proxy = await start([{ host: '.example' }, { host: '10.0.0.1' }]);
      for (const host of ['inside.example', '10.0.0.1', '0x0a.1']) {
        expect((await openTunnel(proxy, `${host}:80`)).status).toBe(403);
        expect(proxy.failures.at(-1)?.error).toMatchObject({ code: 'egress_denied' });
      }
    });

    it('tells an unknown name and a refused connection apart', async () => {
      const { port, close } = await listenOnLoopback(createServer());
      await close();
      const proxy = await start([{ host: '.example' }]);
      expect((await openTunnel(proxy, 'unknown.example:80')).status).toBe(502);
      expect((await openTunnel(proxy, `db.example:${port}`)).status).toBe(502);
      expect(proxy.failures.map(({ error }) => (error as NodeJS.ErrnoException).code)).toEqual([
        'dns_not_found',
        'ECONNREFUSED',
      ]);
      expect(proxy.failure).toMatchObject({ code: 'dns_not_found' });
    });

    it.each(['db.example', 'db.example:0', 'db.example:65536', 'user@db.example:80', ':80', '/x'])(
      'takes %s for no authority',
      async (authority) => {
        const proxy = await start([{ host: 'db.example' }]);
        expect((await openTunnel(proxy, authority)).status).toBe(400);
      },
    );

    it('demands its credential, which is another one each time', async () => {
      const target = await echo();
      const allowed = [{ host: '127.0.0.1' }];
      const [proxy, other] = [await start(allowed), await start(allowed)];
      expect(proxy.credential).not.toEqual(other.credential);
      expect(proxy.url).toBe(
        `http://${proxy.credential?.username}:${proxy.credential?.password}@127.0.0.1:${proxy.port}`,
      );
      const authority = `127.0.0.1:${target.port}`;
      for (const header of [undefined, 'Basic', `Bearer ${proxy.credential?.password}`, basic(other)])
        expect((await openTunnel(proxy, authority, header ?? '')).status).toBe(407);
      expect(target.connections()).toBe(0);
      expect((await openTunnel(proxy, authority, basic(proxy))).status).toBe(200);
    });

    it('demands none of a driver that cannot send it', async () => {
      const { port } = await echo();
      const proxy = await start([{ host: '127.0.0.1' }], undefined, { credential: false });
      expect([proxy.credential, proxy.url]).toEqual([undefined, `http://127.0.0.1:${proxy.port}`]);
      expect((await openTunnel(proxy, `127.0.0.1:${port}`, '')).status).toBe(200);
    });

    it('ends every tunnel when it closes', async () => {
      const target = await echo();
      const proxy = await start([{ host: '127.0.0.1' }]);
      const tunnels = await Promise.all([1, 2, 3].map(() => openTunnel(proxy, `127.0.0.1:${target.port}`)));
      const ends = tunnels.map(({ socket }) => readAll(socket).catch(() => 'broken'));
      await proxy.close();
      await Promise.all(ends);
      await waitFor(() => target.open() === 0);
      expect(target.connections()).toBe(3);
    });

    it('ends the target when the client breaks', async () => {
      const target = await echo();
      const proxy = await start([{ host: '127.0.0.1' }]);
      const { socket } = await openTunnel(proxy, `127.0.0.1:${target.port}`);
      socket.resetAndDestroy();
      await waitFor(() => target.open() === 0);
      expect(target.connections()).toBe(1);
    });

    it('uses a dial within the declared targets alone', async () => {
      const [near, far] = duplexPair();
      const dialled: string[] = [];
      const proxy = await start(
        [{ host: 'inside.example', port: 443 }, { host: '169.254.169.254' }],
        async (host, port) => {
          dialled.push(`${host}:${port}`);
          return near;
        },
      );
      expect((await openTunnel(proxy, 'evil.example:443')).status).toBe(403);
      expect((await openTunnel(proxy, '169.254.169.254:80')).status).toBe(403);
      const { socket } = await openTunnel(proxy, 'inside.example:443');
      socket.end('hello');
      expect(await readAll(far)).toBe('hello');
      expect(dialled).toEqual(['inside.example:443']);
    });
  });

  describe('for plain HTTP', () => {
    /** Answers with what it was asked. */
    const mirror = (): Promise<LoopbackServer> =>
      listen(
        createHttpServer((request, response) => {
          void readAll(request).then((body) => {
            const { method, url, headers } = request;
            response.writeHead(201, { 'X-Answer': 'yes', 'Set-Cookie': ['a=1', 'b=2'] });
            response.end(JSON.stringify({ method, url, headers, body }));
          });
        }),
      );

    it('passes request and answer on, without what is meant for the proxy', async () => {
      const { port } = await mirror();
      const proxy = await start([{ host: 'ch.example', port }]);
      const answer = await ask(proxy, `http://ch.example:${port}/a//b/../c?q=%20`, {
        method: 'POST',
        headers: {
          'X-Own': '1',
          'X-Hop': '1',
          'Proxy-Connection': 'keep-alive',
          Connection: 'x-hop',
          Host: 'other',
        },
        body: 'the body',
      });
      expect([answer.status, answer.headers['x-answer'], answer.headers['set-cookie']]).toEqual([
        201,
        'yes',
        ['a=1', 'b=2'],
      ]);
      const asked = JSON.parse(answer.body) as { headers: object };
      expect(asked).toMatchObject({ method: 'POST', url: '/a//b/../c?q=%20', body: 'the body' });
      expect(asked.headers).toEqual({
        host: `ch.example:${port}`,
        'x-own': '1',
        connection: 'close',
        'transfer-encoding': 'chunked',
      });
    });

    it.each([
      ['another host', 'http://evil.example/', 403],
      ['a denied address', 'http://inside.example/', 403],
      ['an unknown name', 'http://unknown.example/', 502],
      ['an address behind user information', 'http://ch.example@127.0.0.1/', 400],
      ['no absolute form', '/path', 400],
      ['another scheme', 'https://ch.example/', 400],
    ])('refuses %s', async (_, url, status) => {
      const proxy = await start([
        { host: 'ch.example' },
        { host: 'inside.example' },
        { host: 'unknown.example' },
      ]);
      expect((await ask(proxy, url)).status).toBe(status);
    });

    it('demands its credential', async () => {
      const target = await mirror();
      const proxy = await start([{ host: '127.0.0.1' }]);
      const url = `http://127.0.0.1:${target.port}/`;
      expect((await ask(proxy, url, { headers: { 'Proxy-Authorization': 'Basic eDp5' } })).status).toBe(407);
      expect(target.connections()).toBe(0);
      expect((await ask(proxy, url)).status).toBe(201);
    });

    it('ends the request to the target when the client goes', async () => {
      const target = await listen(createHttpServer(() => undefined));
      const proxy = await start([{ host: '127.0.0.1' }], undefined, { credential: false });
      const socket = connect(proxy.port, proxy.host);
      socket.write(`GET http://127.0.0.1:${target.port}/ HTTP/1.1\r\nHost: x\r\n\r\n`);
      await waitFor(() => target.open() === 1);
      socket.destroy();
      await waitFor(() => target.open() === 0);
      expect(target.connections()).toBe(1);
    });
  });

  it.each(['', 'a b', '.10.0.0.1', 'fe80::1%lo'])('is not made for the target %j', async (host) => {
    await expect(createEgress(policy).proxy([{ host }])).rejects.toThrow();
  });
});

const basic = ({ credential }: LocalProxy): string =>
  `Basic ${btoa(`${credential?.username}:${credential?.password}`)}`;

interface Tunnel {
  readonly status: number;
  readonly socket: Socket;
}

/** Sends a CONNECT request as a driver would; an empty header is left out. */
async function openTunnel(proxy: LocalProxy, path: string, header = basic(proxy)): Promise<Tunnel> {
  const headers = header === '' ? {} : { 'Proxy-Authorization': header };
  const request = httpRequest({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path,
    headers,
    agent: false,
  });
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket];
  socket.on('error', () => undefined);
  return { status: response.statusCode ?? 0, socket };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends a request with this target to the proxy. */
async function ask(
  proxy: LocalProxy,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const request = httpRequest({
    host: proxy.host,
    port: proxy.port,
    method,
    path,
    headers: { 'Proxy-Authorization': basic(proxy), ...headers },
    agent: false,
  });
  if (body !== '') request.write(body);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readAll(response) };
}

/** All that comes, until the other side ends; the stream itself stays open for writing. */
function readAll(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => (text += String(chunk)));
    stream.once('end', () => resolve(text)).once('error', reject);
  });
}

/** Lets the event loop turn until the condition holds; the time limit of the test is the only one. */
async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
