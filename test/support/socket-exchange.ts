import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { TestApp } from './app.js';

/** Sends text as it stands and returns all that comes until the server hangs up. */
export async function exchange(test: Pick<TestApp, 'server'>, text: string): Promise<string> {
  const socket = connect((test.server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.write(text);
  await once(socket, 'close');
  return received;
}
