import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex, duplexPair } from 'node:stream';
import { listenOnLoopback, type LoopbackServer } from '../../../../../test/support/loopback-server.js';
import { createEgress, EgressPolicy, type LocalForward, type Resolve } from '../index.js';
import { ownListeners } from './own-listeners.js';

const policy = new EgressPolicy({
  allow: { networks: ['127.0.0.0/8'], hosts: [] },
  own: [{ host: '10.0.0.5', port: 5432 }],
});

/** All that comes, until the other side ends; the stream itself stays open for writing. */
function readAll(stream: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => (text += String(chunk)));
    stream.once('end', () => resolve(text)).once('error', reject);
  });
}

/** Resolves when the other side has ended the connection or broken it. */
const closed = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined).once('end', () => socket.destroy());
    socket.once('close', resolve).resume();
  });

describe('a forwarder', () => {
  let server: LoopbackServer;
  let forward: LocalForward | undefined;
  beforeEach(async () => {
    const answering = createServer({ allowHalfOpen: true }, (socket) => {
      void readAll(socket).then((text) => socket.end(text.toUpperCase()));
    });
    server = await listenOnLoopback(answering);
  });
  afterEach(async () => {
    await forward?.close();
    forward = undefined;
    await server.close();
  });

  const dialLocal = (to: LocalForward): Socket =>
    connect({ host: to.host, port: to.port, allowHalfOpen: true });

  it('passes bytes on, and each end of them by itself', async () => {
    forward = await createEgress(policy).forward('127.0.0.1', server.port);
    expect(forward.host).toBe('127.0.0.1');
    const client = dialLocal(forward);
    client.write('half ');
    client.end('open');
    // The target answers only after it has seen the end; the answer still comes back.
    expect(await readAll(client)).toBe('HALF OPEN');
    expect(forward.failure).toBeUndefined();
  });

  it('takes one connection alone', async () => {
    forward = await createEgress(policy).forward('127.0.0.1', server.port);
    const first = dialLocal(forward);
    await once(first, 'connect');
    first.write('x');
    await closed(dialLocal(forward));
    first.end();
    expect(await readAll(first)).toBe('X');
    expect(server.connections()).toBe(1);
  });

  it('connects to the address that was checked, whatever the name means by then', async () => {
    let count = 0;
    const resolve: Resolve = async () => [{ address: count++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    forward = await createEgress(policy, { resolve }).forward('db.example', server.port);
    const client = dialLocal(forward);
    client.end('hello');
    expect(await readAll(client)).toBe('HELLO');
    expect(count).toBe(1);
  });

  it('is not made for a denied target', async () => {
    const egress = createEgress(policy);
    for (const host of ['10.0.0.1', '0x0a.1', '::1', '169.254.169.254'])
      await expect(egress.forward(host, 80)).rejects.toMatchObject({ code: 'egress_denied' });
    await expect(egress.forward('127.0.0.1', 0)).rejects.toThrow(RangeError);
  });

  it('ends the client when the target refuses, and says why', async () => {
    const { port } = server;
    await server.close();
    forward = await createEgress(policy).forward('127.0.0.1', port);
    await closed(dialLocal(forward));
    expect(forward.failure).toMatchObject({ code: 'ECONNREFUSED' });
    server = await listenOnLoopback(createServer());
  });

  it('breaks the other side when one breaks', async () => {
    forward = await createEgress(policy).forward('127.0.0.1', server.port);
    const client = dialLocal(forward);
    client.write('x');
    await waitFor(() => server.open() === 1);
    client.resetAndDestroy();
    await waitFor(() => server.open() === 0);
    expect(server.connections()).toBe(1);
  });

  it('ends both sides when it closes, and is no longer ours', async () => {
    forward = await createEgress(policy).forward('127.0.0.1', server.port);
    expect(ownListeners.has('127.0.0.1', forward.port)).toBe(true);
    const client = dialLocal(forward);
    client.write('x');
    await waitFor(() => server.open() === 1);
    const end = closed(client);
    await forward.close();
    await forward.close();
    await end;
    await waitFor(() => server.open() === 0);
    expect(ownListeners.has('127.0.0.1', forward.port)).toBe(false);
    await closed(dialLocal(forward));
  });

  it('listens no more when it closes before a client came', async () => {
    forward = await createEgress(policy).forward('127.0.0.1', server.port);
    await forward.close();
    const client = dialLocal(forward);
    await expect(once(client, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  describe('with a dial', () => {
    it('passes on to the stream that it opens, by the name as it is', async () => {
      const [near, far] = duplexPair();
      const dialled: unknown[] = [];
      forward = await createEgress(policy).forward('DB.internal', 5432, async (host, port) => {
        dialled.push(host, port);
        return near;
      });
      expect(dialled).toEqual([]);
      const client = dialLocal(forward);
      client.end('hello');
      expect(await readAll(far)).toBe('hello');
      expect(dialled).toEqual(['db.internal', 5432]);
      far.end('bye');
      expect(await readAll(client)).toBe('bye');
    });

    it.each([
      ['169.254.169.254', 80],
      ['fe80::1', 80],
      ['metadata.google.internal', 80],
      ['10.0.0.5', 5432],
    ])('is not made for %s:%d', async (host, port) => {
      const dial = (): Promise<Duplex> => Promise.reject(new Error('must not be called'));
      await expect(createEgress(policy).forward(host, port, dial)).rejects.toMatchObject({
        code: 'egress_denied',
      });
    });

    it('says why the dial failed', async () => {
      const refusal = new Error('channel refused');
      forward = await createEgress(policy).forward('10.0.0.7', 80, () => Promise.reject(refusal));
      await closed(dialLocal(forward));
      expect(forward.failure).toBe(refusal);
    });

    it('destroys a stream that comes after the close', async () => {
      const [near] = duplexPair();
      let deliver: (stream: Duplex) => void = () => undefined;
      let called = false;
      forward = await createEgress(policy).forward('10.0.0.7', 80, () => {
        called = true;
        return new Promise((resolve) => (deliver = resolve));
      });
      const end = closed(dialLocal(forward));
      await waitFor(() => called);
      await forward.close();
      await end;
      deliver(near);
      await waitFor(() => near.destroyed);
      expect(near.destroyed).toBe(true);
    });
  });
});

/** Lets the event loop turn until the condition holds; the time limit of the test is the only one. */
async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
