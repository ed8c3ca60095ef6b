import type { LookupFunction } from 'node:net';

/** The members of `socket.connect`'s options that decide where it goes, as a caller may have passed them. */
export interface RawConnectOptions {
  readonly path?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly lookup?: LookupFunction;
}

/** Options and listener, whichever way they were passed. */
export interface ConnectArguments {
  readonly options: RawConnectOptions;
  readonly listener: unknown;
}

/**
 * Sorts the arguments of `net.Socket.prototype.connect` as Node does: `(options, listener)`,
 * `(port, host, listener)`, `(path, listener)`, or one array of options and listener, which `net.connect`
 * passes on (lib/net.js, normalizeArgs).
 */
export function readConnectArguments(args: readonly unknown[]): ConnectArguments {
  const [first] = args;
  if (Array.isArray(first)) return { options: asOptions(first[0]), listener: first[1] };
  const last = args.at(-1);
  const listener = typeof last === 'function' ? last : undefined;
  if (typeof first === 'object' && first !== null) return { options: first, listener };
  if (typeof first === 'string' && !(Number(first) >= 0)) return { options: { path: first }, listener };
  const host = typeof args[1] === 'string' ? { host: args[1] } : {};
  return { options: { port: first, ...host }, listener };
}

function asOptions(value: unknown): RawConnectOptions {
  return typeof value === 'object' && value !== null ? value : {};
}
