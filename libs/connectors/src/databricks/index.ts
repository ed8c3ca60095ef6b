import { defineConnector } from '#connector-sdk';

import { DATABRICKS_FUNCTIONALITIES } from './functionalities.js';
import { DatabricksPayload } from './payload.js';
import { DATABRICKS_URI } from './uri.js';

const credential = { type: 'TOKEN', payload: { token: 'example-token' } };

export default defineConnector({
  type: 'DATABRICKS',
  title: 'Databricks',
  family: 'http-sql',
  payload: DatabricksPayload,
  credentials: ['TOKEN'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'verify-full',
  dbType: 'DATABRICKS',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  functionalities: DATABRICKS_FUNCTIONALITIES,
  uri: DATABRICKS_URI,
  examples: [
    {
      name: 'HTTP path',
      payload: {
        host: 'example.cloud.databricks.com',
        http_path: '/sql/1.0/warehouses/abc123',
        catalog: 'main',
        database: 'default',
      },
      credential,
    },
    {
      name: 'Warehouse id',
      payload: { host: 'example.cloud.databricks.com', warehouse_id: 'abc123', catalog: 'main' },
      credential,
    },
    {
      name: 'Cluster',
      payload: {
        host: 'example.cloud.databricks.com',
        cluster_path: 'sql/protocolv1/o/0/0123-456789-abcdefgh',
      },
      credential,
    },
  ],
});
