import type { Socket } from 'node:net';
import { connectUnguarded } from './builtins.js';
import { asError, timeoutError } from './error-facts.js';
import type { CheckedHost, ResolvedAddress } from './resolve.js';

/** How to connect to addresses that are checked already. */
export interface CheckedConnect {
  readonly port: number;
  /** Milliseconds for all addresses together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Keeps the socket open for writing when the other side has ended, as what passes bytes on needs. */
  readonly allowHalfOpen?: boolean;
}

/**
 * Connects to the first address that answers. Each gets an equal share of the time that is left, so that a
 * silent one does not use up the time of the next.
 *
 * @throws the error of the last address, or the reason of the signal
 */
export async function connectChecked({ addresses }: CheckedHost, options: CheckedConnect): Promise<Socket> {
  const end = Date.now() + options.timeoutMs;
  let failure = timeoutError();
  for (const [index, address] of addresses.entries()) {
    const share = (end - Date.now()) / (addresses.length - index);
    try {
      return await connectOnce(address, share, options);
    } catch (error) {
      if (options.signal.aborted) throw error;
      failure = asError(error);
    }
  }
  throw failure;
}

function connectOnce(
  { address, family }: ResolvedAddress,
  timeoutMs: number,
  { port, signal, allowHalfOpen = false }: CheckedConnect,
): Promise<Socket> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connectUnguarded({ host: address, family, port, allowHalfOpen });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect).off('error', giveUp);
    };
    const giveUp = (error: Error): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    const onAbort = (): void => giveUp(asError(signal.reason));
    const timer = setTimeout(() => giveUp(timeoutError()), timeoutMs);
    signal.addEventListener('abort', onAbort);
    socket.on('connect', onConnect).on('error', giveUp);
  });
}
