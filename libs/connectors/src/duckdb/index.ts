import { credentialType, defineConnector, type JsonObject } from '#connector-sdk';

import { DuckDbPayload } from './payload.js';
import { DUCKDB_URI } from './uri.js';

const credential = { type: 'NONE', payload: {} };

/** The example of a credential type, beside which other fields of it may stand. */
function exampleOf(type: string, more: JsonObject = {}): { type: string; payload: JsonObject } {
  return { type, payload: { ...credentialType(type)?.example, ...more } };
}

export default defineConnector({
  type: 'DUCKDB',
  title: 'DuckDB',
  family: 'embedded',
  payload: DuckDbPayload,
  credentials: ['NONE'],
  transports: [],
  tlsDefault: 'prefer',
  dbType: 'DUCKDB',
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  uri: DUCKDB_URI,
  // Behind the checksum of the header: https://duckdb.org/docs/stable/internals/storage
  databaseFile: { at: 8, bytes: 'DUCK' },
  examples: [
    { name: 'File', payload: { file: 'shop.duckdb' }, credential },
    {
      name: 'File and attached databases',
      payload: {
        file: 'marts/shop.duckdb',
        attached: [
          {
            name: 'orders',
            type: 'postgres',
            payload: { host: 'db.example.com', port: 5432, database: 'orders' },
            credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'attached-password' } },
          },
          {
            name: 'landing',
            type: 's3',
            payload: { bucket: 'landing', region: 'eu-central-1' },
            credential: {
              type: 'AWS',
              payload: { access_key: 'AKIAEXAMPLE', secret_key: 'attached-secret-key' },
            },
          },
        ],
      },
      credential,
    },
    {
      name: 'Attached databases of every kind',
      payload: {
        attached: [
          {
            name: 'events',
            type: 'bigquery',
            payload: { project: 'example-project' },
            credential: exampleOf('GCP'),
          },
          {
            name: 'sales',
            type: 'snowflake',
            payload: { account: 'org-account', database: 'SALES' },
            credential: exampleOf('KEY_PAIR', { private_key_passphrase: 'attached-passphrase' }),
          },
          {
            name: 'returns',
            type: 'snowflake',
            payload: { account: 'org-account', database: 'RETURNS' },
            credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'attached-password' } },
          },
          {
            name: 'exports',
            type: 'gcs',
            payload: { bucket: 'example_bucket' },
            credential: { type: 'HMAC', payload: { key_id: 'GOOGEXAMPLE', secret: 'attached-secret' } },
          },
          {
            name: 'archive',
            type: 'gcs',
            payload: { bucket: 'example_archive', prefix: 'archive/' },
            credential: exampleOf('GCP'),
          },
          {
            name: 'lake',
            type: 's3',
            payload: { bucket: 'lake', region: 'eu-central-1' },
            credential: exampleOf('AWS', { session_token: 'attached-session-token' }),
          },
        ],
      },
      credential,
    },
  ],
});
