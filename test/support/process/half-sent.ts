import { once } from 'node:events';
import { connect } from 'node:net';

/** A request whose head has arrived and whose body has not. */
export interface HalfSentRequest {
  /** Sends the body and returns the status of the answer. */
  finish(): Promise<number>;
  /** Resolves when the server closes the connection. */
  readonly closed: Promise<unknown>;
}

/** Posts JSON up to its body; returns when the server has said that it reads (RFC 9110 section 10.1.1). */
export async function halfSend(
  url: string,
  path: string,
  credential: string,
  body: object,
): Promise<HalfSentRequest> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const closed = once(socket, 'close');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  const text = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${credential}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  while (!received.includes('100 Continue')) await once(socket, 'data');
  return {
    closed,
    finish: async () => {
      received = '';
      socket.write(text);
      while (!received.includes('\r\n\r\n')) await once(socket, 'data');
      socket.end();
      return Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1]);
    },
  };
}
