import { isJsonObject, type JsonObject, ownValue } from '../json/json.js';
import { TLS_MODES } from '../transport/tls-modes.js';
import type { UriConnection, UriDefinition } from '../uri/connection-uri.js';
import { present, readLogin, readPath, readServer } from '../uri/read-server.js';
import type { UriOptions } from '../uri/uri-options.js';
import type { UriParts, UriText } from '../uri/uri-parts.js';
import { textOf } from '../uri/write-uri.js';

/** `scheme://user:password@host:port/database`, as most servers have it. */
export function readServerUri(parts: UriParts): UriConnection {
  return {
    payload: present({ ...readServer(parts), database: readPath(parts) }),
    credential: readLogin(parts),
  };
}

/** {@link readServerUri} reversed. */
export function writeServerUri({ payload, credential }: UriConnection): Omit<UriText, 'scheme'> {
  const database = textOf(payload, 'database');
  return {
    ...writeLogin(credential),
    ...writeServer(payload),
    ...(database === undefined ? {} : { path: [database] }),
  };
}

/** A host and its port. */
export function writeServer(payload: JsonObject): Pick<UriText, 'host' | 'port'> {
  const port = textOf(payload, 'port');
  return { host: textOf(payload, 'host') ?? '', ...(port === undefined ? {} : { port }) };
}

/** A SIMPLE credential, or nothing. */
export function writeLogin(credential: UriConnection['credential']): Pick<UriText, 'username' | 'password'> {
  if (credential?.type !== 'SIMPLE') return {};
  const { payload } = credential;
  return { username: textOf(payload, 'username') ?? '', password: textOf(payload, 'password') ?? '' };
}

/** The URIs of a server that takes user name and password, and no options that mean anything. */
export function serverUri(
  schemes: Readonly<Record<string, string>>,
  harmless: readonly string[] = [],
): UriDefinition {
  return { schemes, harmless, read: readServerUri, write: writeServerUri };
}

/** libpq's `sslmode` as a transport. Its `allow` is none of our modes, and `no-verify` is nobody's. */
export function readSslMode(options: UriOptions): { transport?: JsonObject } {
  const mode = options.takeOneOf('sslmode', TLS_MODES);
  return mode === undefined ? {} : { transport: { tls: { mode } } };
}

/** A transport's TLS mode as `sslmode`. */
export function writeSslMode({ transport }: UriConnection): { sslmode?: string } {
  const tls = transport && ownValue(transport, 'tls');
  const mode = isJsonObject(tls) ? textOf(tls, 'mode') : undefined;
  return mode === undefined ? {} : { sslmode: mode };
}
