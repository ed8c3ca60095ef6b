import type { Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { isIP } from 'node:net';

import { isJsonObject, type JsonObject } from '../json/json.js';
import { TLS_MODES, type TlsMode } from '../transport/tls-modes.js';

/**
 * How to encrypt the way to the source, in libpq's terms
 * (https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION).
 */
export interface TlsPlan {
  /** The one that acts: the connection's, or the connector's default, lifted to the tenant's floor. */
  readonly mode: TlsMode;
  /** False for `disable` alone. */
  readonly wanted: boolean;
  /** True from `require` on: without encryption nothing is sent. */
  readonly required: boolean;
  /** True for `verify-ca`, `verify-full`, and `require` with a CA of its own. */
  readonly verifiesAuthority: boolean;
  /** True for `verify-full`. */
  readonly verifiesName: boolean;
  /** PEM text, never a path. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The name to expect instead of the host. */
  readonly serverName: string | undefined;
  /**
   * Node's options for a handshake with this host: what `tls.connect` and most drivers' `ssl` option take.
   * The name is checked against the declared one, also when the driver itself connects to a loopback port.
   */
  options(host: string): TlsOptions;
}

/** The part of Node's options that a plan decides. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized' | 'checkServerIdentity' | 'minVersion'
> & { readonly socket?: Socket };

/**
 * Plans TLS for one check.
 *
 * @param tls - `transport.tls`, with its key; or undefined
 * @param mode - as {@link effectiveTlsMode} answers it
 */
export function planTls(tls: JsonObject | undefined, mode: TlsMode): TlsPlan {
  const { ca, cert, key, server_name: serverName } = textsOf(tls);
  const verifiesAuthority = mode.startsWith('verify') || (mode === 'require' && ca !== undefined);
  const verifiesName = mode === 'verify-full';
  return {
    mode,
    wanted: mode !== 'disable',
    required: TLS_MODES.indexOf(mode) >= TLS_MODES.indexOf('require'),
    verifiesAuthority,
    verifiesName,
    ca,
    cert,
    key,
    serverName,
    options: (host) => {
      const name = serverName ?? host;
      return {
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        // RFC 6066 section 3: an address is no server name.
        ...(isIP(name) ? {} : { servername: name }),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: verifiesAuthority,
        checkServerIdentity: (_host, certificate) =>
          verifiesName ? checkServerIdentity(name, certificate) : undefined,
      };
    },
  };
}

/**
 * The mode that acts: the strictest of the connection's own (or the connector's default) and the floor.
 *
 * @param given - `transport.tls.mode`, if the connection says one
 * @param floor - the tenant's `min_tls_mode`
 */
export function effectiveTlsMode(given: unknown, fallback: TlsMode, floor?: TlsMode): TlsMode {
  const own = TLS_MODES.includes(given as TlsMode) ? (given as TlsMode) : fallback;
  return TLS_MODES[Math.max(TLS_MODES.indexOf(own), floor ? TLS_MODES.indexOf(floor) : 0)]!;
}

function textsOf(tls: JsonObject | undefined): Record<string, string | undefined> {
  if (!isJsonObject(tls)) return {};
  return Object.fromEntries(
    Object.entries(tls).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
