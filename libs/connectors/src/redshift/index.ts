import { defineConnector } from '#connector-sdk';

import { RedshiftPayload } from './payload.js';
import { REDSHIFT_URI } from './uri.js';

export default defineConnector({
  type: 'REDSHIFT',
  title: 'Amazon Redshift',
  family: 'postgres-wire',
  payload: RedshiftPayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'verify-full',
  dbType: 'REDSHIFT',
  hints: {
    target_incomplete:
      'A prefix does not say where the cluster is: add host, such as my-cluster.abc123.us-east-1.redshift.amazonaws.com.',
  },
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: REDSHIFT_URI,
  examples: [
    {
      name: 'Endpoint prefix',
      payload: { endpoint_prefix: 'tlm-redshift02' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
    {
      name: 'Host and database',
      payload: {
        host: 'warehouse.abc123.us-east-1.redshift.amazonaws.com',
        port: 5439,
        database: 'production_db',
      },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'example-password' } },
    },
  ],
});
