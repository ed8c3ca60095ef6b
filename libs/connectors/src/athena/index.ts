import { defineConnector } from '#connector-sdk';

import { AthenaPayload } from './payload.js';
import { ATHENA_URI } from './uri.js';

export default defineConnector({
  type: 'ATHENA',
  title: 'Amazon Athena',
  family: 'http-sql',
  payload: AthenaPayload,
  credentials: ['AWS'],
  transports: ['tls'],
  tlsDefault: 'verify-full',
  dbType: 'ATHENA',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: ATHENA_URI,
  examples: [
    {
      name: 'Access key',
      payload: { region: 'us-east-1', s3_staging_dir: 's3://example-bucket/results/', database: 'sales' },
      credential: { type: 'AWS', payload: { access_key: 'AKIAEXAMPLE', secret_key: 'example-secret-key' } },
    },
    {
      name: 'Role and private endpoint',
      payload: {
        region: 'eu-central-1',
        s3_staging_dir: 's3://example-bucket/results/',
        work_group: 'analysts',
        endpoint: 'https://vpce-0123.athena.eu-central-1.vpce.amazonaws.com',
      },
      credential: { type: 'AWS', payload: { role_arn: 'arn:aws:iam::123456789012:role/reader' } },
    },
  ],
});
