import type { UriDefinition } from '../uri/connection-uri.js';
import { readSearchPath, writeSearchPath } from './search-path.js';
import { readServerUri, readSslMode, writeServerUri, writeSslMode } from './server-uri.js';

/** Options of libpq that change nothing but names in logs and how long a dead peer is waited for. */
const HARMLESS = [
  'application_name',
  'client_encoding',
  'connect_timeout',
  'fallback_application_name',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
];

/**
 * The URIs of servers that speak the PostgreSQL protocol. Of libpq's options `sslmode` and a search path are
 * read; those that name another host, a file or a service are refused as all unknown ones are.
 */
export function postgresUri(schemes: Readonly<Record<string, string>>): UriDefinition {
  return {
    schemes,
    harmless: HARMLESS,
    read: (parts) => ({
      ...readServerUri(parts),
      ...readSslMode(parts.options),
      ...readSearchPath(parts.options),
    }),
    write: (connection) => ({
      ...writeServerUri(connection),
      options: { ...writeSslMode(connection), ...writeSearchPath(connection.schemas) },
    }),
  };
}
