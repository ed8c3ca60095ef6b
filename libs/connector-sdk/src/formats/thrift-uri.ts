import { canonicalAuthority, PORT, URI_HOST } from './host.js';
import type { TextFormat } from './text-format.js';

/** Hive's `hive.metastore.port`. */
export const METASTORE_PORT = 9083;

/** Where a Hive metastore listens: `thrift://host[:port]`, one address, no path. */
export const THRIFT_URI: TextFormat = {
  pattern: `^thrift://${URI_HOST}(?::${PORT})?$`,
  max: 300,
  means: 'of the form thrift://host:port',
  canonical: (uri) => `thrift://${canonicalAuthority(uri.slice('thrift://'.length), METASTORE_PORT)}`,
};
