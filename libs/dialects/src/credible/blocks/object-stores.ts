import type { Block } from './block.js';

const DEFAULT_REGION = 'us-east-1';
const ORIGIN = /^https?:\/\//i;

export const GCS: Block = {
  fields: [
    { name: 'keyId', kind: 'text', at: { credential: 'key_id' } },
    { name: 'secret', kind: 'text', secret: true, at: { credential: 'secret' } },
  ],
  logins: ['HMAC'],
  credentialType: () => 'HMAC',
};

export const S3: Block = {
  fields: [
    { name: 'accessKeyId', kind: 'text', at: { credential: 'access_key' } },
    { name: 'secretAccessKey', kind: 'text', secret: true, at: { credential: 'secret_key' } },
    { name: 'region', kind: 'text', at: { payload: 'region' } },
    { name: 'endpoint', kind: 'text', at: { payload: 'endpoint' } },
    { name: 'sessionToken', kind: 'text', secret: true, at: { credential: 'session_token' } },
  ],
  logins: ['AWS'],
  credentialType: () => 'AWS',
  // DuckDB's own endpoints have no scheme; its TLS is on unless somebody turns it off.
  tidy: (block) => {
    const { endpoint } = block;
    const bare = typeof endpoint === 'string' && endpoint !== '' && !ORIGIN.test(endpoint);
    return { block: bare ? { ...block, endpoint: `https://${endpoint}` } : block };
  },
  read: (source) => ({
    ...source,
    payload: { ...source.payload, region: source.payload['region'] ?? DEFAULT_REGION },
  }),
};
