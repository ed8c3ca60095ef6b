import { defineConnector } from '#connector-sdk';

import { SqlitePayload } from './payload.js';
import { SQLITE_URI } from './uri.js';

export default defineConnector({
  type: 'SQLITE',
  title: 'SQLite',
  family: 'embedded',
  payload: SqlitePayload,
  credentials: ['NONE'],
  transports: [],
  tlsDefault: 'prefer',
  dbType: 'SQLITE',
  capabilities: { tables: true, views: true, schemas: false, sql: true, files: false },
  uri: SQLITE_URI,
  // https://sqlite.org/fileformat.html#magic_header_string
  databaseFile: { at: 0, bytes: 'SQLite format 3\0' },
  examples: [
    { name: 'File', payload: { file: 'shop.db' }, credential: { type: 'NONE', payload: {} } },
    {
      name: 'File in a folder',
      payload: { file: 'exports/2024/shop.db' },
      credential: { type: 'NONE', payload: {} },
    },
  ],
});
