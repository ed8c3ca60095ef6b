import { credentialType, defineConnector } from '#connector-sdk';

import { GcsPayload } from './payload.js';

export default defineConnector({
  type: 'GCS',
  title: 'Google Cloud Storage',
  family: 'object-store',
  payload: GcsPayload,
  credentials: ['GCP', 'HMAC'],
  transports: [],
  tlsDefault: 'verify-full',
  dbType: null,
  capabilities: { tables: false, views: false, schemas: false, sql: false, files: true },
  examples: [
    {
      name: 'Service account',
      payload: { bucket: 'example_bucket' },
      credential: { type: 'GCP', payload: credentialType('GCP')?.example ?? {} },
    },
    {
      name: 'HMAC key',
      payload: { bucket: 'example_bucket', prefix: 'landing/' },
      credential: { type: 'HMAC', payload: { key_id: 'GOOGEXAMPLE', secret: 'example-secret' } },
    },
  ],
});
