import { credentialType, defineConnector } from '#connector-sdk';

import { CREDENTIAL_BY_LOCATION, type LocationType } from './location-types.js';
import { HiveIcebergPayload } from './payload.js';

const EVERY_CREDENTIAL = Object.values(CREDENTIAL_BY_LOCATION);
const CREDENTIALS = new Map<LocationType | undefined, readonly string[]>(
  Object.entries(CREDENTIAL_BY_LOCATION).map(([location, credential]) => [
    location as LocationType,
    [credential],
  ]),
);

export default defineConnector({
  type: 'HIVE_ICEBERG',
  title: 'Iceberg tables in a Hive metastore',
  family: 'thrift',
  payload: HiveIcebergPayload,
  credentials: {
    all: EVERY_CREDENTIAL,
    of: (payload) => CREDENTIALS.get(payload.location_type) ?? EVERY_CREDENTIAL,
  },
  transports: ['ssh', 'tls', 'kerberos'],
  tlsDefault: 'prefer',
  dbType: null,
  capabilities: { tables: true, views: false, schemas: true, sql: false, files: false },
  examples: [
    {
      name: 'Files in Google Cloud Storage',
      payload: {
        thrift_uri: 'thrift://metastore.example.com:9083',
        location_type: 'GCS',
        region: 'us-east-1',
        bucket: 'example_bucket',
      },
      credential: { type: 'GCP', payload: credentialType('GCP')?.example ?? {} },
    },
    {
      name: 'Files in Amazon S3',
      payload: {
        thrift_uri: 'thrift://metastore.example.com',
        location_type: 'S3',
        region: 'us-east-1',
        bucket: 'lake',
      },
      credential: { type: 'AWS', payload: { access_key: 'AKIAEXAMPLE', secret_key: 'example-secret-key' } },
    },
    {
      name: 'Files in Azure',
      payload: {
        thrift_uri: 'thrift://metastore.example.com',
        location_type: 'AZURE',
        bucket: 'lake',
        storage_account: 'account',
      },
      credential: { type: 'AZURE_SAS', payload: { sas_key: 'sv=2024-11-04&ss=b&srt=co&sp=rl&sig=example' } },
    },
  ],
});
