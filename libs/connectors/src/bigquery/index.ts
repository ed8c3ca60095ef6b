import { credentialType, defineConnector } from '#connector-sdk';

import { BigQueryPayload } from './payload.js';
import { BIGQUERY_URI } from './uri.js';

const credential = { type: 'GCP', payload: credentialType('GCP')?.example ?? {} };

export default defineConnector({
  type: 'BIGQUERY',
  title: 'Google BigQuery',
  family: 'http-sql',
  payload: BigQueryPayload,
  credentials: ['GCP'],
  transports: [],
  tlsDefault: 'verify-full',
  dbType: 'BIGQUERY',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: BIGQUERY_URI,
  examples: [
    { name: 'Project', payload: { project: 'test_project' }, credential },
    {
      name: 'With limits',
      payload: {
        project: 'example-project',
        dataset: 'sales',
        location: 'EU',
        billing_project: 'example-billing',
        maximum_bytes_billed: '1000000000',
        query_timeout_ms: 30000,
      },
      credential,
    },
  ],
});
