import type { JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block, Secrets } from './block.js';
import { tidyPrivateKey } from './private-key.js';

const WITH_KEY = 'KEY_PAIR';
const WITH_PASSWORD = 'SIMPLE';

export const SNOWFLAKE: Block = {
  fields: [
    { name: 'account', kind: 'text', at: { payload: 'account' } },
    { name: 'username', kind: 'text', at: { credential: 'username' } },
    { name: 'password', kind: 'text', secret: true, at: { credential: 'password', of: WITH_PASSWORD } },
    {
      name: 'privateKey',
      kind: 'text',
      secret: true,
      at: { credential: 'private_key', of: WITH_KEY },
      description: 'PEM text, also on one line; goes before a password that comes with it',
    },
    {
      name: 'privateKeyPass',
      kind: 'text',
      secret: true,
      at: { credential: 'private_key_passphrase', of: WITH_KEY },
    },
    { name: 'warehouse', kind: 'text', at: { payload: 'warehouse' } },
    { name: 'database', kind: 'text', at: { payload: 'database' } },
    { name: 'schema', kind: 'text', at: { payload: 'schema' } },
    { name: 'role', kind: 'text', at: { payload: 'role' } },
    { name: 'responseTimeoutMilliseconds', kind: 'integer', at: { payload: 'response_timeout_ms' } },
  ],
  logins: [WITH_PASSWORD, WITH_KEY],
  // What is brought decides; the key goes before the password.
  credentialType: ({ brought, held }) => {
    if (brought.has('privateKey')) return WITH_KEY;
    if (brought.has('password')) return WITH_PASSWORD;
    return held.has('privateKey') ? WITH_KEY : WITH_PASSWORD;
  },
  tidy: (block) => {
    const { privateKey } = block;
    return {
      block: typeof privateKey === 'string' ? { ...block, privateKey: tidyPrivateKey(privateKey) } : block,
    };
  },
  check: (block, path, secrets) => [...checkWarehouse(block, path), ...checkLogin(path, secrets)],
};

function checkWarehouse({ warehouse }: JsonObject, path: string): FieldError[] {
  if (warehouse != null) return [];
  return [{ path: `${path}.warehouse`, rule: 'required', message: `${path}.warehouse is required.` }];
}

function checkLogin(path: string, { brought, held }: Secrets): FieldError[] {
  if (['password', 'privateKey'].some((secret) => brought.has(secret) || held.has(secret))) return [];
  const message = `${path} must have a password or a privateKey.`;
  return [{ path, rule: 'required', message }];
}
