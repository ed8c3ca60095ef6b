import { defineConnector } from '#connector-sdk';

import { TrinoPayload } from './payload.js';
import { TRINO_URI } from './uri.js';

export default defineConnector({
  type: 'TRINO',
  title: 'Trino',
  family: 'http-sql',
  payload: TrinoPayload,
  credentials: ['SIMPLE', 'TOKEN', 'KERBEROS', 'NONE'],
  transports: ['ssh', 'tls', 'kerberos'],
  tlsDefault: 'prefer',
  dbType: 'TRINO',
  emptyPassword: true,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: TRINO_URI,
  examples: [
    {
      name: 'User and password',
      payload: { host: 'trino.example.com', port: 443, catalog: 'hive', schema: 'sales' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
    {
      name: 'User without password',
      payload: { host: 'trino.example.com', catalog: 'hive' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: '' } },
    },
    {
      name: 'Token',
      payload: { host: 'trino.example.com', catalog: 'hive', user: 'reader' },
      credential: { type: 'TOKEN', payload: { token: 'example-token' } },
    },
    {
      name: 'Kerberos',
      payload: { host: 'trino.example.com', catalog: 'hive' },
      credential: { type: 'KERBEROS', payload: { principal: 'reader@EXAMPLE.COM', keytab: 'BQIAAAA=' } },
    },
    {
      name: 'No credential',
      payload: { host: 'trino.example.com', port: 8080, scheme: 'http', user: 'reader' },
      credential: { type: 'NONE', payload: {} },
    },
  ],
});
