import { Duplex } from 'node:stream';

import { AuthenticationGate } from './authentication-gate.js';

/** The server's side of a connection: what it sends is pushed, what it is sent is kept. */
class Server extends Duplex {
  readonly received: Buffer[] = [];

  override _read(): void {
    // Everything is pushed.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.received.push(chunk);
    done();
  }
}

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

function authentication(kind: number, token = ''): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(kind);
  return message('R', Buffer.concat([body, Buffer.from(token)]));
}

const later = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('the gate before a Postgres login', () => {
  const told = async (server: Server, tokens: string[]): Promise<Buffer> => {
    const gate = new AuthenticationGate(server, async () => ({
      step: async (challenge) => {
        await later();
        tokens.push(Buffer.from(challenge, 'base64').toString());
        return Buffer.from(`answer ${tokens.length}`).toString('base64');
      },
    }));
    const chunks: Buffer[] = [];
    for await (const chunk of gate) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };

  it('lets a refusal through that comes with the end, while a token is still being looked at', async () => {
    const [server, tokens] = [new Server(), [] as string[]];
    const refusal = message('E', Buffer.from('SFATAL\0C28000\0\0'));
    server.push(authentication(7));
    server.push(Buffer.concat([authentication(8, 'more'), refusal]));
    server.push(null);
    expect(await told(server, tokens)).toEqual(refusal);
    expect(tokens).toEqual(['', 'more']);
    expect(server.received).toEqual(['answer 1', 'answer 2'].map((text) => message('p', Buffer.from(text))));
  });

  it('passes everything on, unseen, once the login is done', async () => {
    const [server, tokens] = [new Server(), [] as string[]];
    const rest = Buffer.from('Z\0\0\0\x05Ianything at all');
    server.push(authentication(7));
    server.push(Buffer.concat([authentication(0), rest]));
    server.push(null);
    expect(await told(server, tokens)).toEqual(Buffer.concat([authentication(0), rest]));
  });

  it.each([
    ['a kind of login that nobody knows', authentication(6)],
    ['a password, when a ticket was to be shown', authentication(3)],
    ['a message of another protocol', message('H', Buffer.from('TTP/1.1'))],
    ['a message without an end', Buffer.from([0x52, 0x7f, 0xff, 0xff, 0xff])],
  ])('ends at %s', async (_, sent) => {
    const server = new Server();
    server.push(sent);
    await expect(told(server, [])).rejects.toThrow();
    expect(server.destroyed).toBe(true);
    expect(server.received).toEqual([]);
  });
});
