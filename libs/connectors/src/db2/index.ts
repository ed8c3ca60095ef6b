import { defineConnector } from '#connector-sdk';

import { DB2_FUNCTIONALITIES } from './functionalities.js';
import { Db2Payload } from './payload.js';
import { DB2_URI } from './uri.js';

export default defineConnector({
  type: 'DB2',
  title: 'IBM Db2',
  family: 'drda',
  payload: Db2Payload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'DB2',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: DB2_FUNCTIONALITIES,
  uri: DB2_URI,
  examples: [
    {
      name: 'User and password',
      payload: { host: 'db.example.com', port: 50000, database: 'SHOP' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
