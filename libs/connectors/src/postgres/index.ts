import { defineConnector } from '#connector-sdk';

import { POSTGRES_FUNCTIONALITIES } from './functionalities.js';
import { PostgresPayload } from './payload.js';
import { POSTGRES_URI } from './uri.js';

export default defineConnector({
  type: 'POSTGRES',
  title: 'PostgreSQL',
  family: 'postgres-wire',
  payload: PostgresPayload,
  credentials: ['SIMPLE', 'KERBEROS'],
  transports: ['ssh', 'tls', 'kerberos'],
  tlsDefault: 'prefer',
  dbType: 'POSTGRES',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: POSTGRES_FUNCTIONALITIES,
  uri: POSTGRES_URI,
  examples: [
    {
      name: 'User and password',
      payload: { host: 'db.example.com', port: 5432, database: 'shop' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
    {
      name: 'Kerberos',
      payload: { host: 'db.example.com', database: 'shop' },
      credential: { type: 'KERBEROS', payload: { principal: 'reader@EXAMPLE.COM', keytab: 'BQIAAAA=' } },
    },
  ],
});
