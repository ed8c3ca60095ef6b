import type { ConnectorRegistry } from '../connector/connector-registry.js';
import type { ParsedUri } from './connection-uri.js';
import { schemeOf, splitUri } from './split-uri.js';
import { UriError } from './uri-error.js';

/**
 * Turns a connection URI into a typed connection. The URI is then forgotten: no driver ever gets one.
 *
 * @returns the connection, found valid; or what is wrong, without a piece of the URI. Never throws.
 */
export function parseConnectionUri(registry: ConnectorRegistry, uri: string): ParsedUri | UriError {
  const scheme = schemeOf(uri);
  const connectors = scheme === undefined ? [] : registry.withScheme(scheme);
  const connector = connectors.length > 1 ? connectors.find((one) => one.uri?.claims(uri)) : connectors[0];
  return (connector ?? connectors[0])?.uri?.parse(uri) ?? unknownScheme(uri);
}

/** A URI that is none at all is told so; one that is, that nobody knows its scheme. */
function unknownScheme(uri: string): UriError {
  try {
    splitUri(uri);
  } catch (error) {
    if (error instanceof UriError) return error;
    throw error;
  }
  return new UriError('scheme', 'scheme', 'There is no connection type for the scheme of this URI.');
}
