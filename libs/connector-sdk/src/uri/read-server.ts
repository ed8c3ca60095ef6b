import { PORT } from '../formats/host.js';
import type { JsonObject } from '../json/json.js';
import { decodePart } from './percent.js';
import { UriError } from './uri-error.js';
import type { UriParts } from './uri-parts.js';

const AUTHORITY = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s;
const PORT_NUMBER = new RegExp(`^${PORT}$`);

/** A host with its port, where the URI names one. */
export interface UriServer {
  readonly host: string;
  readonly port?: number;
}

/**
 * The host and port of a URI; an IPv6 address without its brackets. Whether the host is one is left to the
 * field that it becomes.
 *
 * @throws UriError `host`, `port`
 */
export function readServer({ authority }: UriParts): UriServer {
  const [, host = '', port] = AUTHORITY.exec(authority) ?? [];
  if (host === '') throw new UriError('host', 'host', 'The URI must name a host.');
  const bare = host.startsWith('[') ? host.slice(1, -1) : decodePart(host, 'host');
  if (port === undefined || port === '') return { host: bare };
  if (!PORT_NUMBER.test(port)) {
    throw new UriError('port', 'port', 'The port of the URI must be a whole number from 1 to 65535.');
  }
  return { host: bare, port: Number(port) };
}

/**
 * The host of a service that listens at one port only.
 *
 * @throws UriError `host`; `port` for another one
 */
export function readHost(parts: UriParts, onlyPort: number): string {
  const { host, port = onlyPort } = readServer(parts);
  if (port === onlyPort) return host;
  throw new UriError('port', 'port', `The port of the URI must be ${onlyPort}, or be left out.`);
}

/** User name and password as a SIMPLE credential. @throws UriError `user`, `password` when there is none */
export function readLogin({ username, password }: UriParts): { type: string; payload: JsonObject } {
  if (!username) throw new UriError('user', 'user', 'The URI must name a user.');
  if (password === undefined) throw new UriError('password', 'password', 'The URI must hold a password.');
  return { type: 'SIMPLE', payload: { username, password } };
}

/** The path as one name, which may hold slashes; nothing when it is empty. */
export function readPath({ path }: UriParts): string | undefined {
  return decodePart(path, 'path') || undefined;
}

/**
 * The path as names between slashes, each decoded on its own; an empty one is as good as none.
 *
 * @param max - names at most
 * @throws UriError `path` when there are more
 */
export function readPathNames({ path }: UriParts, max: number): (string | undefined)[] {
  const names = path.split('/');
  if (names.at(-1) === '') names.pop();
  if (names.length > max)
    throw new UriError('path', 'path', `The path of the URI must have at most ${max} parts.`);
  return names.map((name) => decodePart(name, 'path') || undefined);
}

/** @throws UriError `user` where the URI names one and the source has none */
export function refuseUser({ username }: UriParts): void {
  if (username !== undefined) throw new UriError('user', 'user', 'The URI must not name a user.');
}

/** @throws UriError `user`, `host` where the URI names one and the source is no server */
export function refuseServer(parts: UriParts): void {
  refuseUser(parts);
  if (parts.authority === '') return;
  throw new UriError(
    'host',
    'host',
    'The URI must not name a host: three slashes go before a file or database.',
  );
}

/** The members that have a value. */
export function present(members: Readonly<Record<string, string | number | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
