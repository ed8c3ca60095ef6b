import type { Client, ClientChannel, ServerHostKeyAlgorithm } from 'ssh2';
import type { Duplex } from 'node:stream';

import { classifyError } from './classify-error.js';
import { ProbeError } from './probe-error.js';
import { sshAuthentication } from './ssh-auth.js';
import type { HostKeyBook } from './ssh-host-keys.js';
import type { SshHopTarget } from './ssh-hop.js';

/** What a login at one SSH server needs beside the hop itself. */
export interface SshLoginOptions {
  readonly book: HostKeyBook;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Host key algorithms to ask for; all when absent. */
  readonly hostKeyAlgorithms?: readonly string[];
}

/** Why a server could not open the channel (RFC 4254 section 5.1). */
const ADMINISTRATIVELY_PROHIBITED = 1;

/**
 * Logs in at one SSH server over a connected stream.
 *
 * @throws ProbeError; the stream is destroyed then
 */
export async function sshLogin(stream: Duplex, hop: SshHopTarget, options: SshLoginOptions): Promise<Client> {
  const { Client, utils } = (await import('ssh2')).default;
  const authHandler = sshAuthentication(hop, utils.parseKey);
  const client = new Client();
  let refusal: ProbeError | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(options.signal.reason as Error);
      options.signal.throwIfAborted();
      options.signal.addEventListener('abort', abort, { once: true });
      // It may have ended while the library was loaded, which nobody would hear of any more.
      if (!stream.readable) throw new ProbeError('connection_closed', { step: 'ssh' });
      client.once('ready', resolve);
      client.on('error', reject);
      client.once('close', () => reject(new ProbeError('connection_closed', { step: 'ssh' })));
      client.connect({
        sock: stream,
        username: hop.username,
        authHandler,
        readyTimeout: options.timeoutMs,
        ...(options.hostKeyAlgorithms
          ? { algorithms: { serverHostKey: [...options.hostKeyAlgorithms] as ServerHostKeyAlgorithm[] } }
          : {}),
        hostVerifier: (key: Buffer) => {
          refusal = options.book.refusal(hop.host, hop.port, hop.hostKey, key);
          return refusal === undefined;
        },
      });
    });
    return client;
  } catch (error) {
    client.on('error', () => undefined);
    client.destroy();
    stream.destroy();
    throw named(refusal ?? loginError(error), hop);
  }
}

/**
 * A channel to a host behind the server, which resolves its name.
 *
 * @throws ProbeError `ssh_target_unreachable`, `ssh_forwarding_denied`
 */
export async function sshForward(
  client: Client,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      signal.removeEventListener('abort', abort);
      if (!error) {
        resolve(channel);
        return;
      }
      const { reason } = error as Error & { reason?: unknown };
      reject(
        new ProbeError(
          reason === ADMINISTRATIVELY_PROHIBITED ? 'ssh_forwarding_denied' : 'ssh_target_unreachable',
          { facts: { port }, cause: error },
        ),
      );
    });
  });
}

/** ssh2 says in `level` which part of the client failed. */
function loginError(error: unknown): ProbeError {
  const { level } = error as { level?: unknown };
  if (level === 'client-authentication') return new ProbeError('ssh_auth_failed', { cause: error });
  if (level === 'client-timeout') return new ProbeError('timeout', { step: 'ssh', cause: error });
  const known = classifyError(error);
  return known.code === 'driver_error' ? new ProbeError('ssh_failed', { cause: error }) : known;
}

/** Everything that goes wrong here is of the step `ssh`, and of this hop. */
function named(error: ProbeError, hop: SshHopTarget): ProbeError {
  const { code, hint, cause } = error;
  return new ProbeError(code, {
    step: 'ssh',
    facts: { ...error.facts, hop: hop.name },
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}
