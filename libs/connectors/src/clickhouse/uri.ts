import { present, readServerUri, textOf, type UriDefinition, writeServerUri } from '#connector-sdk';

const PROTOCOLS = ['https', 'http'] as const;
const TLS_SCHEME = 'clickhouse+https';
/** ClickHouse's `http_port`. */
const PLAIN_PORT = 8123;

/** `clickhouse+http://user:password@host:port/database?protocol=https`; `+http` is the interface, TLS or not. */
export const CLICKHOUSE_URI: UriDefinition = {
  schemes: { 'clickhouse+http': 'clickhouse', [TLS_SCHEME]: 'clickhouse', clickhouse: 'clickhouse' },
  harmless: ['timeout'],
  read: (parts) => {
    const { payload, credential } = readServerUri(parts);
    const given = parts.options.takeOneOf('protocol', PROTOCOLS);
    const scheme = given ?? (parts.scheme === TLS_SCHEME ? undefined : 'http');
    const port = textOf(payload, 'port') === undefined && scheme === 'http' ? PLAIN_PORT : undefined;
    return { payload: { ...payload, ...present({ port, scheme }) }, credential };
  },
  write: (connection) => {
    const protocol = textOf(connection.payload, 'scheme');
    return {
      ...writeServerUri(connection),
      ...(protocol === undefined ? { scheme: TLS_SCHEME } : {}),
      options: { protocol },
    };
  },
};
