import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { withClient } from './databases.js';

/** Stores a key that signs nothing any more, so that no suite has tokens of it; answers its id. */
export async function retiredSigningKey(): Promise<string> {
  const { kty, crv, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  const id = randomBytes(32).toString('base64url');
  await withClient('superuser', (client) =>
    client.query(
      `insert into signing_keys (id, algorithm, public_key, created_by, retired_at)
       values ($1, 'ES256', $2, 'test', now())`,
      [id, JSON.stringify({ kty, crv, x, y })],
    ),
  );
  return id;
}
