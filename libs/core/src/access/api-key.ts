import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** An API key's parts: the tenant is in it, so that the account can be looked up under row-level security. */
export interface ParsedApiKey {
  readonly tenantId: number;
  readonly accountId: number;
  readonly hash: Buffer;
}

const FORM = /^pb_([1-9]\d{0,14})-([1-9]\d{0,14})_([A-Za-z0-9_-]{43})$/;
const SECRET_BYTES = 32;

/** Makes `pb_<tenantId>-<accountId>_<256 random bits>`, and what is stored of it. */
export function createApiKey(tenantId: number, accountId: number): { key: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { key: `pb_${tenantId}-${accountId}_${secret}`, hash: hashOf(secret) };
}

/** Reads a key's parts, or null when it has another form. */
export function parseApiKey(text: string): ParsedApiKey | null {
  const match = FORM.exec(text);
  if (!match) return null;
  return { tenantId: Number(match[1]), accountId: Number(match[2]), hash: hashOf(match[3]!) };
}

/** Compares two hashes in constant time. */
export function sameHash(a: Buffer | null, b: Buffer): boolean {
  return a !== null && a.length === b.length && timingSafeEqual(a, b);
}

/** 256 random bits need no slow hash: there is nothing to guess. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
