import { defineConnector } from '#connector-sdk';

import { S3_FUNCTIONALITIES } from './functionalities.js';
import { S3Payload } from './payload.js';

const credential = {
  type: 'AWS',
  payload: { access_key: 'AKIAEXAMPLE', secret_key: 'example-secret-key' },
};

export default defineConnector({
  type: 'S3',
  title: 'Amazon S3',
  family: 'object-store',
  payload: S3Payload,
  credentials: ['AWS'],
  transports: ['tls'],
  tlsDefault: 'verify-full',
  dbType: null,
  capabilities: { tables: false, views: false, schemas: false, sql: false, files: true },
  functionalities: S3_FUNCTIONALITIES,
  examples: [
    { name: 'Bucket', payload: { bucket: 'example_bucket' }, credential },
    {
      name: 'Own endpoint',
      payload: {
        bucket: 'landing',
        region: 'eu-central-1',
        prefix: 'in/',
        endpoint: 'https://storage.example.com:9000',
        path_style: true,
      },
      credential,
    },
    {
      name: 'Role',
      payload: { bucket: 'landing' },
      credential: { type: 'AWS', payload: { role_arn: 'arn:aws:iam::123456789012:role/reader' } },
    },
  ],
});
