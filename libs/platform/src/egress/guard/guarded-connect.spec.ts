import { createServer, type LookupFunction, Socket } from 'node:net';
import { listenOnLoopback, type LoopbackServer } from '../../../../../test/support/loopback-server.js';
import { EgressError } from '../egress-error.js';
import { ownListeners } from '../local/own-listeners.js';
import { EgressPolicy } from '../policy.js';
import type { Resolve } from '../resolve.js';
import { Guard } from './guard.js';
import { guardConnect } from './guarded-connect.js';

/** A socket with the guard of a test beneath it; those of the rest of the process stay as they are. */
class GuardedSocket extends Socket {}

type ConnectArgs = readonly unknown[];
type Answer = string | { address: string; family: number }[];

describe('the guard beneath connect', () => {
  let server: LoopbackServer;
  let guard: Guard;
  let lookups: string[];
  let denied: EgressError[];
  let answers: Record<string, string[]>;
  guardConnect(GuardedSocket.prototype, () => guard);

  beforeEach(async () => {
    server = await listenOnLoopback(createServer((socket) => socket.end('hello')));
    lookups = [];
    denied = [];
    answers = { localhost: ['127.0.0.1'], 'db.example': ['127.0.0.1'], 'inside.example': ['10.0.0.1'] };
    use({ networks: ['127.0.0.1/32'], hosts: [] });
  });
  afterEach(() => server.close());

  const use = (allow: { networks: string[]; hosts: string[] }): void => {
    const resolve: Resolve = async (name) => {
      lookups.push(name);
      return (answers[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    guard = new Guard(new EgressPolicy({ allow, own: [] }), {
      resolve,
      onDenied: (error) => denied.push(error),
    });
  };

  /** What the connection brought: the text of the server, or the code of the error. */
  const attempt = (...args: ConnectArgs): Promise<string> =>
    new Promise((resolve) => {
      const socket = new GuardedSocket();
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on('data', (chunk) => {
        socket.destroy();
        resolve(String(chunk));
      });
      (socket.connect as (...all: ConnectArgs) => Socket)(...args);
    });

  const lookupOf = (answer: Answer): LookupFunction => {
    return (host, _options, callback) => {
      lookups.push(`own ${host}`);
      if (typeof answer === 'string') callback(null, answer, 4);
      else callback(null, answer);
    };
  };

  it('lets every way of asking for a permitted address through', async () => {
    const { port } = server;
    for (const args of [
      [port, '127.0.0.1'],
      [String(port), '127.1'],
      [port],
      [{ port, host: '127.0.0.1' }],
      [{ port: String(port), host: '2130706433' }],
      [{ port }],
      [{ port, host: '', path: '' }],
      [{ port, host: 'DB.example.', autoSelectFamily: true }],
      [[{ port, host: 'db.example' }, null]],
      [Object.create({ port, host: '127.0.0.1' })],
    ])
      expect(await attempt(...args)).toBe('hello');
    expect(denied).toEqual([]);
  });

  it('calls the listener', async () => {
    await new Promise<void>((resolve) => {
      const socket = new GuardedSocket();
      socket.connect(server.port, '127.0.0.1', () => {
        socket.destroy();
        resolve();
      });
    });
  });

  it('refuses every way of asking for a denied one', async () => {
    const { port } = server;
    for (const args of [
      [port, '10.0.0.1'],
      [port, '0x0a.1'],
      [port, '[::1]'],
      [port, '::1'],
      [port, 'fe80::1%lo'],
      [port, '0'],
      [port, 'inside.example'],
      [String(port), '127.0.0.2'],
      [{ port, host: '::ffff:10.0.0.1' }],
      [{ port, host: 'inside.example', autoSelectFamily: true }],
      [{ port, host: 'inside.example', family: 4 }],
      [{ port, host: { toString: () => '127.0.0.1' } }],
      [[{ port, host: '10.0.0.1' }, null]],
      [Object.create({ port, host: '10.0.0.1' })],
    ])
      expect(await attempt(...args)).toBe('egress_denied');
    expect(server.connections()).toBe(0);
    expect(denied).toHaveLength(14);
  });

  it.each([
    ['as an option', [{ path: '/run/some.sock' }]],
    ['next to a permitted host', [{ path: '/run/some.sock', host: '127.0.0.1', port: 80 }]],
    ['as text', ['/run/some.sock']],
    ['as an inherited option', [Object.create({ path: '/run/some.sock' })]],
    ['in the abstract namespace', ['\0some']],
  ])('refuses a unix socket %s', async (_, args) => {
    expect(await attempt(...args)).toBe('egress_denied');
  });

  it('refuses the name when one of its addresses is denied', async () => {
    answers['db.example'] = ['127.0.0.1', '10.0.0.1'];
    expect(await attempt(server.port, 'db.example')).toBe('egress_denied');
    expect(await attempt({ port: server.port, host: 'db.example', autoSelectFamily: true })).toBe(
      'egress_denied',
    );
  });

  it('looks up once, and connects to what was checked', async () => {
    const connecting = attempt({ port: server.port, host: 'db.example' });
    answers['db.example'] = ['10.0.0.1'];
    expect(await connecting).toBe('hello');
    expect(lookups).toEqual(['db.example']);
  });

  it('takes the destination at the time of the call', async () => {
    const options = { port: server.port, host: '127.0.0.1' };
    const connecting = attempt(options);
    options.host = '10.0.0.1';
    expect(await connecting).toBe('hello');
  });

  it('reports an unknown name as what it is', async () => {
    expect(await attempt(server.port, 'unknown.example')).toBe('dns_not_found');
    expect(await attempt(server.port, 'a b')).toBe('dns_not_found');
    expect(denied).toEqual([]);
  });

  describe("with a look-up of the driver's own", () => {
    it.each<[string, Answer]>([
      ['one address', '127.0.0.1'],
      ['a list', [{ address: '127.0.0.1', family: 4 }]],
    ])('keeps a permitted answer: %s', async (_, answer) => {
      const all = Array.isArray(answer);
      const options = { port: server.port, host: 'pinned.example', autoSelectFamily: all };
      expect(await attempt({ ...options, lookup: lookupOf(answer) })).toBe('hello');
      expect(lookups).toEqual(['own pinned.example']);
    });

    it.each<[string, Answer]>([
      ['one address', '10.0.0.1'],
      ['one with a zone', 'fe80::1%lo'],
      ['no address', 'localhost'],
      [
        'a list with a denied one',
        [
          { address: '127.0.0.1', family: 4 },
          { address: '::1', family: 6 },
        ],
      ],
    ])('refuses a denied answer: %s', async (_, answer) => {
      const all = Array.isArray(answer);
      const options = { port: server.port, host: 'db.example', autoSelectFamily: all };
      expect(await attempt({ ...options, lookup: lookupOf(answer) })).toBe('egress_denied');
      expect(server.connections()).toBe(0);
    });

    it('does not see it change its list afterwards', async () => {
      const list = [{ address: '127.0.0.1', family: 4 }];
      const connecting = attempt({
        port: server.port,
        host: 'db.example',
        autoSelectFamily: true,
        lookup: lookupOf(list),
      });
      await Promise.resolve();
      for (const each of list) each.address = '10.0.0.1';
      expect(await connecting).toBe('hello');
    });

    it('passes its error on', async () => {
      const lookup: LookupFunction = (_host, _options, callback) =>
        callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 0);
      expect(await attempt({ port: server.port, host: 'db.example', lookup })).toBe('ENOTFOUND');
    });
  });

  describe('with an own listener', () => {
    beforeEach(() => {
      use({ networks: [], hosts: [] });
      answers['localhost'] = ['::1', '127.0.0.1'];
      ownListeners.add(server.port);
    });
    afterEach(() => ownListeners.delete(server.port));

    it('permits its address and port, and localhost for it', async () => {
      expect(await attempt(server.port, '127.0.0.1')).toBe('hello');
      expect(await attempt(server.port, 'localhost')).toBe('hello');
      const pinned = { host: 'db.example', lookup: lookupOf('127.0.0.1'), autoSelectFamily: false };
      expect(await attempt({ port: server.port, ...pinned })).toBe('hello');
    });

    it('permits no other port, and no other address', async () => {
      expect(await attempt(server.port === 80 ? 81 : 80, '127.0.0.1')).toBe('egress_denied');
      expect(await attempt(server.port, '127.0.0.2')).toBe('egress_denied');
      expect(await attempt(server.port, '0.0.0.0')).toBe('egress_denied');
      ownListeners.delete(server.port);
      expect(await attempt(server.port, '127.0.0.1')).toBe('egress_denied');
    });
  });

  it('permits the bare address that an allowed name was found to open', async () => {
    use({ networks: [], hosts: ['db.example'] });
    expect(await attempt(server.port, '127.0.0.1')).toBe('egress_denied');
    expect(await attempt(server.port, 'db.example')).toBe('hello');
    expect(await attempt(server.port, '127.0.0.1')).toBe('hello');
    expect(await attempt(server.port, '127.0.0.2')).toBe('egress_denied');
    use({ networks: [], hosts: [] });
    expect(await attempt(server.port, '127.0.0.1')).toBe('egress_denied');
  });

  it('fails as a connection fails: later, by an event, and what was written with the same error', async () => {
    const socket = new GuardedSocket();
    const events: string[] = [];
    socket.on('error', (error) => events.push(error.name));
    const written = new Promise<Error | null | undefined>((resolve) => {
      expect(socket.connect(80, '10.0.0.1')).toBe(socket);
      socket.write('x', resolve);
    });
    expect([events, socket.connecting]).toEqual([[], true]);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    expect(await written).toBeDefined();
    await closed;
    expect(events).toEqual(['EgressError']);
  });
});
