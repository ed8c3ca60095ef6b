import { duplexPair } from 'node:stream';

import { connectedSocket } from '#connector-sdk';

import { readGreeting, readServerGreeting } from './server-greeting.js';

const CLIENT_SSL = 0x0800;

function packet(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

function greeting(capabilities: number): Buffer {
  const flags = Buffer.alloc(2);
  flags.writeUInt16LE(capabilities);
  return packet(Buffer.concat([Buffer.from([10]), Buffer.from('11.4.2-MariaDB\0'), Buffer.alloc(13), flags]));
}

describe('readGreeting', () => {
  it('tells whether the server has TLS', () => {
    expect(readGreeting(greeting(0xffff))).toEqual({ encrypts: true });
    expect(readGreeting(greeting(0xffff & ~CLIENT_SSL))).toEqual({ encrypts: false });
  });

  it.each([
    ['another protocol', packet(Buffer.from('SSH-2.0'))],
    ['an older one', packet(Buffer.from([9, 0]))],
    ['one that is cut off', greeting(0).subarray(0, 20)],
    ['nothing', packet(Buffer.alloc(0))],
  ])('refuses %s', (_, bytes) => {
    expect(() => readGreeting(bytes)).toThrow(expect.objectContaining({ code: 'protocol_error' }));
  });

  it('knows a refusal', () => {
    expect(() => readGreeting(packet(Buffer.from([0xff, 0x10, 0x04])))).toThrow(
      expect.objectContaining({ code: 'too_many_connections' }),
    );
  });
});

describe('readServerGreeting', () => {
  it('puts the greeting back, however it came', async () => {
    const [near, far] = duplexPair();
    const bytes = greeting(CLIENT_SSL);
    far.write(bytes.subarray(0, 3));
    setImmediate(() => far.write(bytes.subarray(3)));
    const socket = connectedSocket(near);
    expect(await readServerGreeting(socket, new AbortController().signal)).toEqual({ encrypts: true });
    expect(socket.read()).toEqual(bytes);
  });

  it('refuses what comes behind it, before there is encryption', async () => {
    const [near, far] = duplexPair();
    far.write(Buffer.concat([greeting(CLIENT_SSL), packet(Buffer.from([0]))]));
    await expect(
      readServerGreeting(connectedSocket(near), new AbortController().signal),
    ).rejects.toMatchObject({ code: 'protocol_error' });
  });
});
