import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
} from 'node:crypto';

/** The public half of a key on the curve P-256, as a JWK has it (RFC 7518 section 6.2.1). */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** A new key pair. The secret is the private scalar: 32 bytes, which is what a key ring wraps. */
export interface NewSigningKey {
  readonly id: string;
  readonly publicJwk: PublicJwk;
  readonly secret: Buffer;
}

/** The signature algorithm of RFC 7518 section 3.4. */
export const SIGNING_ALGORITHM = 'ES256';

export function createSigningKey(): NewSigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as { x: string; y: string; d: string };
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
  return { id: thumbprint(publicJwk), publicJwk, secret: Buffer.from(d, 'base64url') };
}

export function privateKeyOf({ kty, crv, x, y }: PublicJwk, secret: Buffer): KeyObject {
  return createPrivateKey({ key: { kty, crv, x, y, d: secret.toString('base64url') }, format: 'jwk' });
}

export function publicKeyOf({ kty, crv, x, y }: PublicJwk): KeyObject {
  return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
}

/** The key's id says which key it is (RFC 7638): the same one has the same id wherever it is met. */
function thumbprint({ kty, crv, x, y }: PublicJwk): string {
  const text = JSON.stringify({ crv, kty, x, y });
  return createHash('sha256').update(text).digest('base64url');
}
