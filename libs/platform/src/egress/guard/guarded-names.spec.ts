import { promisify } from 'node:util';
import { EgressPolicy } from '../policy.js';
import { ownListeners } from '../local/own-listeners.js';
import type { AnyFunction, Functions } from './functions.js';
import { Guard } from './guard.js';
import { guardLookup } from './guarded-lookup.js';
import { guardCallbackQueries, guardPromiseQueries, guardServers } from './guarded-resolver.js';
import { refuseDatagrams, refuseWorkers } from './refused-ways.js';

const ADDRESSES: Record<string, string[]> = {
  'db.example': ['8.8.8.8', '2606:4700::1111'],
  'inside.example': ['8.8.8.8', '10.0.0.1'],
  'opened.example': ['10.0.0.2'],
  localhost: ['::1', '127.0.0.1'],
};

const denied: string[] = [];
const guard = new Guard(new EgressPolicy({ allow: { networks: [], hosts: ['opened.example'] }, own: [] }), {
  resolve: async (name) =>
    (ADDRESSES[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  onDenied: ({ code }) => denied.push(code),
});
const current = (): Guard => guard;

/** What a function with a callback hands over: its error's code, or the rest. */
const called = (owner: Functions, name: string, ...args: unknown[]): Promise<unknown> =>
  new Promise((resolve) => {
    owner[name]?.call(owner, ...args, (error: { code: string } | null, ...rest: unknown[]) =>
      resolve(error?.code ?? rest),
    );
  });

const promised = async (owner: Functions, name: string, ...args: unknown[]): Promise<unknown> => {
  try {
    return await owner[name]?.call(owner, ...args);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the guarded look-up', () => {
  const dns: Functions = {};
  const promises: Functions = {};
  guardLookup(dns, promises, current);

  it('takes its arguments as Node does', async () => {
    expect(await called(dns, 'lookup', 'db.example')).toEqual(['8.8.8.8', 4]);
    expect(await called(dns, 'lookup', 'db.example', 6)).toEqual(['2606:4700::1111', 6]);
    expect(await called(dns, 'lookup', 'db.example', { family: 4, all: true })).toEqual([
      [{ address: '8.8.8.8', family: 4 }],
    ]);
    expect(await promised(promises, 'lookup', 'db.example')).toEqual({ address: '8.8.8.8', family: 4 });
    expect(await promised(promises, 'lookup', 'db.example', { all: true })).toHaveLength(2);
    expect(
      await promised({ lookup: promisify(dns['lookup'] as AnyFunction) }, 'lookup', 'db.example'),
    ).toEqual({
      address: '8.8.8.8',
      family: 4,
    });
  });

  it.each(['inside.example', '10.0.0.1', '0x0a.1', '::1', 'localhost', '127.0.0.1'])(
    'refuses %s',
    async (host) => {
      denied.length = 0;
      expect(await called(dns, 'lookup', host)).toBe('egress_denied');
      expect(await called(dns, 'lookup', host, { family: 4 })).toBe('egress_denied');
      expect(await promised(promises, 'lookup', host, { all: true })).toBe('egress_denied');
      expect(denied).toHaveLength(3);
    },
  );

  it('knows the name of an own listener as its one address', async () => {
    ownListeners.add(1);
    try {
      expect(await promised(promises, 'lookup', 'localhost', { all: true })).toEqual([
        { address: '127.0.0.1', family: 4 },
      ]);
      expect(await called(dns, 'lookup', '127.0.0.1')).toEqual(['127.0.0.1', 4]);
      expect(await called(dns, 'lookup', '127.0.0.2')).toBe('egress_denied');
    } finally {
      ownListeners.delete(1);
    }
  });

  it('lets an own listener start where nothing else is open', async () => {
    const lookUp = () => called(dns, 'lookup', '127.0.0.1');
    const start = async () => {
      expect(await lookUp()).toEqual(['127.0.0.1', 4]);
      return 1;
    };
    expect(await ownListeners.starting(start)).toBe(1);
    expect(ownListeners.has('127.0.0.1', 1)).toBe(true);
    ownListeners.delete(1);
    expect(await lookUp()).toBe('egress_denied');
  });

  it('says when a name is unknown', async () => {
    expect(await called(dns, 'lookup', 'unknown.example')).toBe('dns_not_found');
    expect(await promised(promises, 'lookup', 'unknown.example')).toBe('dns_not_found');
  });
});

describe('the guarded queries', () => {
  const RECORDS: Record<string, unknown> = {
    resolve4: ['8.8.8.8', '10.0.0.1'],
    resolve6: [{ address: '::ffff:10.0.0.1', ttl: 1 }],
    resolve: ['fd12::1'],
    resolveAny: [
      { type: 'MX', exchange: 'a.example', priority: 1 },
      { type: 'A', address: '127.0.0.1', ttl: 1 },
    ],
  };
  const HARMLESS = {
    resolve4: ['8.8.8.8'],
    resolve6: [],
    resolve: [['a text of 10.0.0.1']],
    resolveAny: [{ type: 'NS', value: 'ns.example' }],
  };
  const owners = (records: Record<string, unknown>): [callback: Functions, promise: Functions] => {
    const entries = Object.entries(records);
    const callback: Functions = Object.fromEntries(
      entries.map(([name, answer]) => [name, (...args) => (args.at(-1) as AnyFunction)(null, answer)]),
    );
    const promise: Functions = Object.fromEntries(
      entries.map(([name, answer]) => [name, async () => answer]),
    );
    guardCallbackQueries(callback, current);
    guardPromiseQueries(promise, current);
    return [callback, promise];
  };

  it.each(Object.keys(RECORDS))('%s gives no denied address away', async (name) => {
    const [callback, promise] = owners(RECORDS);
    expect(await called(callback, name, 'db.example')).toBe('egress_denied');
    expect(await called(callback, name, 'db.example', { ttl: true })).toBe('egress_denied');
    expect(await promised(promise, name, 'db.example')).toBe('egress_denied');
  });

  it.each(Object.entries(HARMLESS))('%s passes other records on', async (name, records) => {
    const [callback, promise] = owners(HARMLESS);
    expect(await called(callback, name, 'db.example')).toEqual([records]);
    expect(await promised(promise, name, 'db.example')).toEqual(records);
  });

  it('know the names that are allowed', async () => {
    const [callback] = owners({ resolve4: ['10.0.0.2'] });
    expect(await called(callback, 'resolve4', 'Opened.example.')).toEqual([['10.0.0.2']]);
    expect(await called(callback, 'resolve4', 'other.example')).toBe('egress_denied');
  });

  it('pass errors on', async () => {
    const callback: Functions = { resolve4: (...args) => (args.at(-1) as AnyFunction)({ code: 'ENODATA' }) };
    guardCallbackQueries(callback, current);
    expect(await called(callback, 'resolve4', 'db.example')).toBe('ENODATA');
  });

  it('go to the name servers of the system', () => {
    const resolver: Functions = { setServers: () => undefined };
    guardServers(resolver, current);
    expect(() => resolver['setServers']?.call(resolver, ['10.0.0.1'])).toThrow('may not be reached');
  });
});

describe('what is refused altogether', () => {
  it('datagrams', async () => {
    const socket: Functions = { send: () => undefined, connect: () => undefined };
    refuseDatagrams(socket, current);
    expect(await called(socket, 'send', 'x', 53, '8.8.8.8')).toBe('egress_denied');
    const emitted = new Promise((resolve) => (socket['emit'] = (...args) => resolve(args)));
    socket['connect']?.call(socket, 53, '8.8.8.8');
    expect(await emitted).toEqual(['error', expect.objectContaining({ code: 'egress_denied' })]);
  });

  it('worker threads', () => {
    const threads: Functions = { Worker: () => undefined };
    refuseWorkers(threads, current);
    const Worker = threads['Worker'] as unknown as new (file: string) => object;
    expect(() => new Worker('x.js')).toThrow('may not be reached');
  });
});
