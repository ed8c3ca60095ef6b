import { defineConnector } from '#connector-sdk';

import { ORACLE_FUNCTIONALITIES } from './functionalities.js';
import { OraclePayload } from './payload.js';
import { ORACLE_URI } from './uri.js';

const credential = { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } };

export default defineConnector({
  type: 'ORACLE',
  title: 'Oracle Database',
  family: 'oracle',
  payload: OraclePayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: 'ORACLE',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: ORACLE_FUNCTIONALITIES,
  uri: ORACLE_URI,
  examples: [
    {
      name: 'Service',
      payload: { host: 'db.example.com', port: 1521, service_name: 'shop.example.com' },
      credential,
    },
    { name: 'SID', payload: { host: 'db.example.com', sid: 'ORCL' }, credential },
  ],
});
