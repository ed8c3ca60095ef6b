import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLIENT_LOCAL_FILES, type FileRequest, startFileThief } from '../support/fakes/mysql-server.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber } from '../support/probe.js';

const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'secret of the test' } };

describe('MYSQL', () => {
  let prober: TestProber;
  beforeAll(() => {
    prober = startTestProber();
  });
  afterAll(() => prober.close());

  const probe = (port: number, given: Partial<ProbeCase> = {}) =>
    prober.probe('MYSQL', {
      payload: { host: '127.0.0.1', port, database: 'shop' },
      credential,
      deadlineMs: 1_500,
      ...given,
    });

  describe('a server that asks for a file of the client', () => {
    const CONTENT = 'canary-3b1f0a7c';
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'patchbay-thief-'));
      await writeFile(join(folder, 'file'), CONTENT);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each<[FileRequest, string]>([
      ['instead of a login', 'authenticate: protocol_error'],
      ['after the login', 'database: protocol_error'],
      ['as the answer to a statement', 'database: protocol_error'],
    ])('gets none of it %s', async (when, failure) => {
      const thief = await startFileThief(when, join(folder, 'file'));
      try {
        const outcome = await probe(thief.port, { tlsMode: 'disable' });
        expect(failureOf(outcome)).toBe(failure);
        expect(thief.received().length).toBeGreaterThan(40);
        expect(thief.received().includes(CONTENT)).toBe(false);
        expect(thief.capabilities() & CLIENT_LOCAL_FILES).toBe(0);
      } finally {
        await thief.close();
      }
    });
  });

  it.each([
    ['speaks first in another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'connect: protocol_error'],
    ['says something short and waits', 'x', 'connect: timeout'],
    ['refuses the address before it greets', refusal(1130), 'authenticate: auth_failed'],
    ['has no room', refusal(1040), 'connect: too_many_connections'],
    ['says nothing', '', 'connect: timeout'],
  ])('says what is wrong with a server that %s', async (_, text, failure) => {
    const server = await listenOnLoopback(createServer((socket) => void socket.write(text)));
    try {
      expect(failureOf(await probe(server.port))).toBe(failure);
    } finally {
      await server.close();
    }
  });

  it('says that a server hangs up, or does not listen', async () => {
    const server = await listenOnLoopback(createServer((socket) => void socket.end()));
    expect(failureOf(await probe(server.port))).toBe('connect: connection_closed');
    await server.close();
    expect(failureOf(await probe(server.port))).toBe('connect: connect_refused');
  });
});

/** An error packet, as a server sends it in place of its greeting. */
function refusal(number: number): Buffer {
  const body = Buffer.concat([Buffer.from([0xff, number & 0xff, number >> 8]), Buffer.from('No.')]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}
