import { type ConnectorRegistry, parseConnectionUri, type ParsedUri, UriError } from '#connector-sdk';
import { invalidField } from '#platform/errors';
import { dialectOf } from '../dialect-table.js';

/** The code of a URI that is no connection. */
export const URI_FORMAT = 'invalid_database_uri_format';

const PATH = 'connection_uri';
/** Where a URI's part would stand in the native contract, which no client of this one knows. */
const NATIVE_PATH = /\b(?:credential\.)?payload\./g;

/**
 * The connection that a URI means.
 *
 * @throws DomainError `invalid`/`invalid_database_uri_format` that names `connection_uri` and the part at fault,
 *   and shows nothing of it
 */
export function readUri(registry: ConnectorRegistry, uri: string): ParsedUri {
  const parsed = parseConnectionUri(registry, uri);
  if (parsed instanceof UriError) {
    const message = `${PATH}: ${parsed.message.replace(NATIVE_PATH, '')}`;
    throw invalidField(PATH, parsed.rule, message, URI_FORMAT);
  }
  if (dialectOf(parsed.type)) return parsed;
  const message = `${PATH}: There is no dialect for the scheme of this URI.`;
  throw invalidField(PATH, 'scheme', message, URI_FORMAT);
}
