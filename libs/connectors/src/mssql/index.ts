import { defineConnector } from '#connector-sdk';

import { MSSQL_FUNCTIONALITIES } from './functionalities.js';
import { MsSqlPayload } from './payload.js';
import { MSSQL_URI } from './uri.js';

const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } };

export default defineConnector({
  type: 'MSSQL',
  title: 'Microsoft SQL Server',
  family: 'tds',
  payload: MsSqlPayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'MSSQL',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: MSSQL_FUNCTIONALITIES,
  uri: MSSQL_URI,
  examples: [
    { name: 'Database', payload: { host: 'db.example.com', port: 1433, database: 'shop' }, credential },
    {
      name: 'Named instance',
      payload: { host: 'db.example.com', instance: 'SQLEXPRESS', database: 'shop' },
      credential,
    },
  ],
});
