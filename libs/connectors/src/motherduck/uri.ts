import {
  optionError,
  readPath,
  refuseServer,
  textOf,
  type UriDefinition,
  type UriParts,
} from '#connector-sdk';

const PREFIX = 'md:';

/** `duckdb:///md:database?motherduck_token=…`; what stands behind the slashes tells it from a file. */
export const MOTHERDUCK_URI: UriDefinition = {
  schemes: { duckdb: 'duckdb' },
  harmless: ['attach_mode', 'saas_mode', 'session_hint'],
  claims: (parts) => databaseOf(parts) !== undefined,
  read: (parts) => {
    refuseServer(parts);
    const token = parts.options.take('motherduck_token');
    if (token === undefined) throw optionError('motherduck_token', 'is required');
    return {
      payload: { database: databaseOf(parts) ?? '' },
      credential: { type: 'TOKEN', payload: { token } },
    };
  },
  write: ({ payload, credential }) => ({
    path: [`${PREFIX}${textOf(payload, 'database') ?? ''}`],
    options: { motherduck_token: textOf(credential?.payload, 'token') },
  }),
};

function databaseOf(parts: UriParts): string | undefined {
  const path = readPath(parts);
  return path?.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}
