import { isJsonObject, type JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block } from './block.js';

const KEY = 'serviceAccountKeyJson';
/** What a key must hold here; the rest of a key file may be missing. */
const NEEDED = ['project_id', 'private_key', 'client_email'] as const;
/** Stands for the ids that a key came without: no login uses them, and our credential has places for them. */
const UNNAMED = { private_key_id: 'unknown', client_id: 'unknown' };

export const BIGQUERY: Block = {
  fields: [
    { name: 'defaultProjectId', kind: 'text', at: { payload: 'project' } },
    { name: 'billingProjectId', kind: 'text', at: { payload: 'billing_project' } },
    { name: 'location', kind: 'text', at: { payload: 'location' } },
    { name: KEY, kind: 'text', secret: true },
    { name: 'maximumBytesBilled', kind: 'text', at: { payload: 'maximum_bytes_billed' } },
    { name: 'queryTimeoutMilliseconds', kind: 'text', at: { payload: 'query_timeout_ms' } },
  ],
  logins: ['GCP'],
  credentialType: () => 'GCP',
  wholeCredential: true,
  check: (block, path) => (block[KEY] == null ? [] : checkKey(block[KEY], `${path}.${KEY}`)),
  read: (source, block) => {
    const key = readKey(block[KEY]);
    if (!key) return source;
    return {
      ...source,
      payload: { ...source.payload, project: source.payload['project'] ?? key['project_id']! },
      credential: { type: 'GCP', payload: { ...UNNAMED, ...key } },
    };
  },
};

function checkKey(text: unknown, path: string): FieldError[] {
  const key = readKey(text);
  if (!key) return [{ path, rule: 'json', message: `${path} must be the JSON text of a key file.` }];
  if (key['type'] !== 'service_account') {
    return [{ path, rule: 'key_type', message: `${path} must hold a key of type service_account.` }];
  }
  return NEEDED.filter((member) => typeof key[member] !== 'string' || key[member] === '').map((member) => ({
    path,
    rule: 'key_member',
    message: `${path} must hold ${member}.`,
  }));
}

function readKey(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const key: unknown = JSON.parse(text);
    return isJsonObject(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
