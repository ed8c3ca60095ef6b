import { defineConnector } from '#connector-sdk';

import { GenericJdbcPayload } from './payload.js';

export default defineConnector({
  type: 'GENERIC_JDBC',
  title: 'Any JDBC source',
  family: 'jdbc',
  payload: GenericJdbcPayload,
  credentials: ['GENERIC_MAP'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: (payload) => (typeof payload.db_type === 'string' ? payload.db_type : null),
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [
    {
      name: 'Properties',
      payload: {
        db_type: 'HANA10',
        db_or_schema: 'test_db',
        connection_properties: { prop1: 'value1', prop2: 'value2' },
      },
      credential: { type: 'GENERIC_MAP', payload: { custom_param1: 'value1', custom_param2: 'value2' } },
    },
    {
      name: 'Host and sealed property',
      payload: {
        db_type: 'HANA10',
        db_or_schema: 'SALES',
        host: 'hana.example.com',
        port: 39015,
        connection_properties: { trustStorePassword: 'example-password' },
      },
      credential: { type: 'GENERIC_MAP', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
