import { type RequestListener, createServer } from 'node:http';
import { listenOnLoopback } from '../../../../test/support/loopback-server.js';
import { createEgress } from './create-egress.js';
import { getText } from './get-text.js';
import { EgressPolicy } from './policy.js';

const open = createEgress(new EgressPolicy({ allow: { networks: ['127.0.0.0/8'], hosts: [] }, own: [] }));
const closed = createEgress(new EgressPolicy({ allow: { networks: [], hosts: [] }, own: [] }));
const LIMITS = { timeoutMs: 5_000, maxBytes: 1_000 };

async function withServer(
  listener: RequestListener,
  work: (address: URL, connections: () => number) => Promise<void>,
): Promise<void> {
  const { port, close, connections } = await listenOnLoopback(createServer(listener));
  try {
    await work(new URL(`http://127.0.0.1:${port}/keys?all=1`), connections);
  } finally {
    await close();
  }
}

describe('a small document over HTTP', () => {
  it('is read as it is asked for', async () => {
    await withServer(
      ({ url, headers, method }, response) => response.end(`${method} ${url} ${headers.accept}`),
      async (address) => {
        expect(await getText(open, address, LIMITS)).toBe('GET /keys?all=1 application/json');
      },
    );
  });

  it('is read through the egress rules alone', async () => {
    await withServer(
      (_, response) => response.end('secret'),
      async (address, connections) => {
        await expect(getText(closed, address, LIMITS)).rejects.toMatchObject({ code: 'egress_denied' });
        expect(connections()).toBe(0);
      },
    );
  });

  it('is not looked for elsewhere', async () => {
    await withServer(
      ({ url }, response) =>
        url === '/there' ? response.end('there') : response.writeHead(302, { location: '/there' }).end(),
      async (address, connections) => {
        await expect(getText(open, address, LIMITS)).rejects.toThrow('status 302');
        expect(connections()).toBe(1);
      },
    );
  });

  it('may be so large and no larger', async () => {
    await withServer(
      ({ url }, response) => response.end('x'.repeat(url === '/large' ? 1_001 : 1_000)),
      async (address) => {
        expect(await getText(open, address, LIMITS)).toHaveLength(1_000);
        await expect(getText(open, new URL('/large', address), LIMITS)).rejects.toThrow('too large');
      },
    );
  });

  it.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['never ends', (_, response) => response.write('{"keys":[')],
  ])('is given up on when the server %s', async (_what, listener) => {
    await withServer(listener, async (address) => {
      await expect(getText(open, address, { ...LIMITS, timeoutMs: 100 })).rejects.toThrow();
    });
  });

  it('ends with the connection', async () => {
    await withServer(
      (request) => request.socket.destroy(),
      async (address) => {
        await expect(getText(open, address, LIMITS)).rejects.toMatchObject({ code: 'ECONNRESET' });
      },
    );
  });
});
