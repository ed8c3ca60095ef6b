import type { LookupFunction, Socket } from 'node:net';
import { EgressError } from '../egress-error.js';
import { isError } from '../error-facts.js';
import { type Host, readHost } from '../host.js';
import { checkedLookup, failLookup } from '../lookup.js';
import { asResolved } from '../resolve.js';
import { readConnectArguments, type RawConnectOptions } from './connect-arguments.js';
import type { CurrentGuard, Guard } from './guard.js';

/** The prototype whose `connect` every connection of a JavaScript driver goes through. */
export interface Connectable {
  connect: Socket['connect'];
}

/** Puts the check beneath `connect`: of net and tls, hence of http, https, http2, and fetch. */
export function guardConnect(prototype: Connectable, current: CurrentGuard): void {
  const connect = prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const { options, listener } = readConnectArguments(args);
    return connect.call(this, checkedOptions(current(), options), listener);
  };
}

/**
 * The options with what decides about the destination replaced. They inherit the rest, so that members which
 * the caller's options inherit themselves are still there.
 */
function checkedOptions(guard: Guard, options: RawConnectOptions): object {
  const { path, lookup } = options;
  // As in lib/net.js: an empty host is localhost, and a port may be a number in a string.
  const port = typeof options.port === 'string' ? Number(options.port) : options.port;
  if (Boolean(path)) return refused(options, guard.deny());
  const host = hostOf(options);
  if (host instanceof Error) return refused(options, guard.report(host));
  // Any other port makes Node throw before it connects.
  const knownPort = typeof port === 'number' ? port : null;
  if (host.kind === 'address') {
    if (!guard.permits(host.text, host.text, knownPort)) return refused(options, guard.deny());
    return override(options, { host: host.text, port });
  }
  return override(options, { host: host.text, port, lookup: lookupFor(guard, lookup, knownPort) });
}

function hostOf({ host }: RawConnectOptions): Host | Error {
  const text = Boolean(host) ? host : 'localhost';
  // An object could turn into another text each time that it is asked.
  if (typeof text !== 'string') return new EgressError('egress_denied');
  try {
    return readHost(text);
  } catch (error) {
    return isError(error) ? error : new EgressError('egress_denied');
  }
}

/** A look-up of the driver's own is kept, as it may pin a name to one of our listeners; its answers are checked. */
function lookupFor(guard: Guard, own: LookupFunction | undefined, port: number | null): LookupFunction {
  const lookup =
    own === undefined
      ? checkedLookup(guard, (name) => guard.resolve(name, port), port)
      : checkAnswers(guard, own, port);
  return (host, options, callback) =>
    lookup(host, options, (error, ...answer) => callback(error && guard.report(error), ...answer));
}

function checkAnswers(guard: Guard, lookup: LookupFunction, port: number | null): LookupFunction {
  return (host, options, callback) =>
    lookup(host, options, (error, answer, family) => {
      const addresses = Array.isArray(answer) ? answer : [{ address: answer }];
      if (error) callback(error, answer, family);
      else if (addresses.every(({ address }) => guard.permits(address, host, port)))
        callback(null, Array.isArray(answer) ? answer.map(asResolved) : answer, family);
      else failLookup(new EgressError('egress_denied'), callback);
    });
}

/** Lets the socket fail on Node's own path, as if its name could not be looked up: later, and by an event. */
function refused(options: RawConnectOptions, error: Error): object {
  const lookup: LookupFunction = (_host, _options, callback) => failLookup(error, callback);
  return override(options, { host: 'denied.invalid', port: 1, lookup });
}

function override(options: RawConnectOptions, members: Record<string, unknown>): object {
  return Object.create(options, Object.getOwnPropertyDescriptors({ path: undefined, ...members })) as object;
}
