import { readPath, refuseServer, textOf, type UriDefinition } from '#connector-sdk';

/** `duckdb:///file`; with `md:` behind the slashes it is a service's database, and another connector's. */
export const DUCKDB_URI: UriDefinition = {
  schemes: { duckdb: 'duckdb' },
  harmless: ['access_mode', 'memory_limit', 'threads'],
  claims: (parts) => !readPath(parts)?.startsWith('md:'),
  read: (parts) => {
    refuseServer(parts);
    return { payload: { file: readPath(parts) ?? '' }, credential: { type: 'NONE', payload: {} } };
  },
  write: ({ payload }) => ({ path: (textOf(payload, 'file') ?? '').split('/') }),
};
