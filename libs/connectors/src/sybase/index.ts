import { defineConnector } from '#connector-sdk';

import { SYBASE_FUNCTIONALITIES } from './functionalities.js';
import { SybasePayload } from './payload.js';
import { SYBASE_URI } from './uri.js';

export default defineConnector({
  type: 'SYBASE',
  title: 'SAP ASE (Sybase)',
  family: 'tds',
  payload: SybasePayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'SYBASE',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: SYBASE_FUNCTIONALITIES,
  uri: SYBASE_URI,
  examples: [
    {
      name: 'User and password',
      payload: { host: 'db.example.com', port: 5000, database: 'shop' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
