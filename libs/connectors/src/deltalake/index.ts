import { defineConnector } from '#connector-sdk';

import { DeltaLakePayload } from './payload.js';

export default defineConnector({
  type: 'DELTALAKE',
  title: 'Delta Lake',
  family: 'http-sql',
  payload: DeltaLakePayload,
  credentials: ['TOKEN'],
  transports: [],
  tlsDefault: 'verify-full',
  dbType: null,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [
    {
      name: 'SQL endpoint',
      payload: { host: 'test.db23.databricks.com', port: '443', httppath: 'some/path' },
      credential: { type: 'TOKEN', payload: { token: 'example-token' } },
    },
  ],
});
