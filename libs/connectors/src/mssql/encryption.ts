import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';

import { type ProbeContext, ProbeError, readFirstPacket } from '#connector-sdk/opening';

import { HandshakeChannel } from './handshake-channel.js';
import { endsMessage, HEADER_BYTES, packetLength, PRELOGIN, TABULAR_RESULT, toPackets } from './packets.js';
import { ENCRYPTION, preloginRequest, readPreloginAnswer } from './prelogin.js';

/**
 * Begins a connection and encrypts it as far as the plan wants, before the driver says a word: the driver itself
 * goes on in clear when a server, or somebody in between, says that it has no encryption.
 *
 * @param instance the named instance that must answer; any unless given
 * @returns the stream to log in on
 * @throws ProbeError `tls_not_supported`, `tls_required`, `service_not_found` for another instance
 */
export async function beginEncrypted(
  socket: Socket,
  host: string,
  instance: string | undefined,
  context: ProbeContext,
): Promise<Duplex> {
  const { tls } = context;
  const wish = tls.wanted ? ENCRYPTION.on : ENCRYPTION.notSupported;
  socket.write(toPackets(PRELOGIN, preloginRequest(wish, instance)));
  const packet = await readFirstPacket(socket, context.signal, (bytes) =>
    packetLength(bytes, [TABULAR_RESULT]),
  );
  if (!endsMessage(packet)) throw new ProbeError('protocol_error', { step: 'connect' });
  const answer = readPreloginAnswer(packet.subarray(HEADER_BYTES));
  if (!answer.instanceMatches) throw new ProbeError('service_not_found', { step: 'connect', hint: INSTANCE });
  if (answer.encryption === ENCRYPTION.on || answer.encryption === ENCRYPTION.required) {
    if (!tls.wanted) throw new ProbeError('tls_required');
    return context.step('tls', () => encrypt(socket, host, context));
  }
  if (tls.required) throw new ProbeError('tls_not_supported');
  context.tlsDone(false);
  return socket;
}

const INSTANCE =
  'Another instance listens on this port. Give the port of the named one: SQL Server Configuration Manager shows it.';

async function encrypt(socket: Socket, host: string, context: ProbeContext): Promise<Duplex> {
  const { signal } = context;
  signal.throwIfAborted();
  const channel = new HandshakeChannel(socket);
  // TLS 1.3 speaks on after the handshake; where that ends in packets nobody has laid down.
  const options = { ...context.tls.options(host), maxVersion: 'TLSv1.2' as const, socket: channel };
  return new Promise((resolve, reject) => {
    const secure = connect(options);
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', abort);
      // An error that comes late must find a listener.
      secure.on('error', () => undefined);
      secure.destroy();
      reject(error);
    };
    const abort = (): void => fail(signal.reason as Error);
    const closed = (): void => fail(new ProbeError('connection_closed', { step: 'tls' }));
    secure.once('error', fail);
    secure.once('close', closed);
    signal.addEventListener('abort', abort, { once: true });
    secure.once('secureConnect', () => {
      signal.removeEventListener('abort', abort);
      secure.removeListener('error', fail);
      secure.removeListener('close', closed);
      channel.handshakeDone();
      context.tlsDone(true);
      resolve(secure);
    });
  });
}
