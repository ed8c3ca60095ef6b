import { createServer } from 'node:net';
import { listenOnLoopback, type LoopbackServer } from '../../../../test/support/loopback-server.js';
import { createEgress, type Egress, EgressPolicy, type Resolve } from './index.js';

const policy = new EgressPolicy({
  allow: { networks: ['127.0.0.0/8'], hosts: ['.opened.example'] },
  own: [],
});

/** Answers with each list in turn, then with the last one, and counts the look-ups. */
function resolver(...answers: string[][]): Resolve & { count: number } {
  const resolve = async (): ReturnType<Resolve> => {
    const answer = answers[Math.min(counted.count, answers.length - 1)] ?? [];
    counted.count += 1;
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const counted = Object.assign(resolve, { count: 0 });
  return counted;
}

const failing = (code: string): Resolve => {
  return () => Promise.reject(Object.assign(new Error('no'), { code }));
};

describe('egress', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await listenOnLoopback(createServer((socket) => socket.end('hello')));
  });
  afterEach(() => server.close());

  const read = async (egress: Egress, host: string, port = server.port): Promise<string> => {
    const socket = await egress.connect(host, port);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  };

  describe('connect', () => {
    it('reaches a permitted address, in each of its spellings', async () => {
      for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '127.0.0.1.'])
        expect(await read(createEgress(policy), host)).toBe('hello');
    });

    it('reaches what a name resolves to, with a single look-up', async () => {
      const resolve = resolver(['127.0.0.1'], ['10.0.0.1']);
      expect(await read(createEgress(policy, { resolve }), 'DB.example.')).toBe('hello');
      expect(resolve.count).toBe(1);
    });

    it.each([
      ['a denied address', ['10.0.0.1']],
      ['a denied address after a permitted one', ['127.0.0.1', '10.0.0.1']],
      ['a denied address before a permitted one', ['::1', '127.0.0.1']],
      ['a mapped one', ['::ffff:10.0.0.1']],
      ['a metadata service by an allowed name', ['169.254.169.254'], 'db.opened.example'],
    ])('refuses a name with %s', async (_, addresses, host = 'db.example') => {
      const resolve = resolver(addresses);
      await expect(createEgress(policy, { resolve }).connect(host, server.port)).rejects.toMatchObject({
        name: 'EgressError',
        code: 'egress_denied',
        message: expect.not.stringMatching(/\d+\.\d+|example/),
      });
      expect([resolve.count, server.connections()]).toEqual([1, 0]);
    });

    it('looks no address up', async () => {
      const resolve = resolver(['127.0.0.1']);
      const egress = createEgress(policy, { resolve });
      for (const host of ['10.0.0.1', '0x0a.1', '[::1]', '::1', 'fe80::1%lo', '169.254.169.254', '0'])
        await expect(egress.connect(host, server.port)).rejects.toMatchObject({ code: 'egress_denied' });
      expect(resolve.count).toBe(0);
    });

    it('goes on to the next address when one does not answer', async () => {
      const resolve = resolver(['127.0.0.9', '127.0.0.1']);
      expect(await read(createEgress(policy, { resolve }), 'db.example')).toBe('hello');
    });

    it('fails with the error of the socket', async () => {
      const { port } = server;
      const resolve = resolver(['127.0.0.9', '127.0.0.8']);
      const attempt = createEgress(policy, { resolve }).connect('db.example', port);
      await expect(attempt).rejects.toMatchObject({ code: 'ECONNREFUSED', address: '127.0.0.8' });
    });

    it.each([
      ['ENOTFOUND', 'dns_not_found'],
      ['ENODATA', 'dns_not_found'],
      ['EAI_AGAIN', 'dns_failed'],
      ['ETIMEOUT', 'dns_failed'],
    ])('turns the %s of a look-up into %s', async (code, expected) => {
      const attempt = createEgress(policy, { resolve: failing(code) }).connect('db.example', 1);
      await expect(attempt).rejects.toMatchObject({ name: 'EgressError', code: expected });
    });

    it('takes a name without addresses for unknown', async () => {
      const attempt = createEgress(policy, { resolve: resolver([]) }).connect('db.example', 1);
      await expect(attempt).rejects.toMatchObject({ code: 'dns_not_found' });
    });

    it('tells when the name is resolved, once and only if all is permitted', async () => {
      const told: string[] = [];
      const onResolved = (): void => void told.push('resolved');
      const good = createEgress(policy, { resolve: resolver(['127.0.0.9', '127.0.0.1']) });
      (await good.connect('db.example', server.port, { onResolved })).destroy();
      const bad = createEgress(policy, { resolve: resolver(['10.0.0.1']) });
      await bad.connect('db.example', server.port, { onResolved }).catch(() => told.push('refused'));
      expect(told).toEqual(['resolved', 'refused']);
    });

    it.each([0, -1, 65_536, 1.5, NaN])('takes %d for no port', async (port) => {
      await expect(createEgress(policy).connect('127.0.0.1', port)).rejects.toThrow(RangeError);
    });

    it('does nothing for a signal that is aborted already', async () => {
      const resolve = resolver(['127.0.0.1']);
      const signal = AbortSignal.abort(new Error('given up'));
      await expect(createEgress(policy, { resolve }).connect('a.example', 1, { signal })).rejects.toThrow(
        'given up',
      );
      expect(resolve.count).toBe(0);
    });

    it('ends a look-up that never answers, by the signal and by the time', async () => {
      const egress = createEgress(policy, { resolve: () => new Promise(() => undefined) });
      const controller = new AbortController();
      const attempt = egress.connect('db.example', 1, { signal: controller.signal });
      controller.abort(new Error('given up'));
      await expect(attempt).rejects.toThrow('given up');
      await expect(egress.connect('db.example', 1, { timeoutMs: 5 })).rejects.toMatchObject({
        code: 'ETIMEDOUT',
      });
    });

    it('does not connect when it was given up during the look-up', async () => {
      const controller = new AbortController();
      const resolve: Resolve = async () => {
        controller.abort(new Error('given up'));
        return [{ address: '127.0.0.1', family: 4 }];
      };
      const { signal } = controller;
      const attempt = createEgress(policy, { resolve }).connect('db.example', server.port, { signal });
      await expect(attempt).rejects.toThrow('given up');
      // The next connection is the first that the server sees.
      await read(createEgress(policy), '127.0.0.1');
      expect(server.connections()).toBe(1);
    });
  });

  describe('lookup', () => {
    const lookup = (egress: Egress, host: string, options: object): Promise<unknown> =>
      new Promise((resolve) => egress.lookup(host, options, (error, ...answer) => resolve(error ?? answer)));
    const egress = createEgress(policy, { resolve: resolver(['127.0.0.2', '127.0.0.1']) });

    it('answers as dns.lookup does', async () => {
      expect(await lookup(egress, 'db.example', {})).toEqual(['127.0.0.2', 4]);
      expect(await lookup(egress, 'db.example', { family: 'IPv4' })).toEqual(['127.0.0.2', 4]);
      expect(await lookup(egress, 'db.example', { all: true })).toEqual([
        [
          { address: '127.0.0.2', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ],
      ]);
      expect(await lookup(egress, 'db.example', { family: 6 })).toMatchObject({ code: 'dns_not_found' });
    });

    it('fails when one address is denied, of whichever family', async () => {
      const mixed = createEgress(policy, { resolve: resolver(['127.0.0.1', '::1']) });
      for (const options of [{}, { all: true }, { family: 4 }])
        expect(await lookup(mixed, 'db.example', options)).toMatchObject({ code: 'egress_denied' });
    });
  });
});
