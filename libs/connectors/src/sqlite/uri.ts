import { readPath, refuseServer, textOf, type UriDefinition } from '#connector-sdk';

/** `sqlite:///file`, relative to the upload area. */
export const SQLITE_URI: UriDefinition = {
  schemes: { sqlite: 'sqlite', 'sqlite+pysqlite': 'sqlite' },
  harmless: ['check_same_thread', 'timeout'],
  read: (parts) => {
    refuseServer(parts);
    return { payload: { file: readPath(parts) ?? '' }, credential: { type: 'NONE', payload: {} } };
  },
  write: ({ payload }) => ({ path: (textOf(payload, 'file') ?? '').split('/') }),
};
