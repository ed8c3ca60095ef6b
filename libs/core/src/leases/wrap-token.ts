import { createHash, randomBytes } from 'node:crypto';

/** A wrap token's parts: the tenant is in it, so that the lease can be looked up under row-level security. */
export interface ParsedWrapToken {
  readonly tenantId: number;
  readonly leaseId: number;
  readonly hash: Buffer;
}

const FORM = /^pbw_([1-9]\d{0,14})-([1-9]\d{0,14})_([A-Za-z0-9_-]{43})$/;
const SECRET_BYTES = 32;

/** Makes `pbw_<tenantId>-<leaseId>_<256 random bits>`, and what is stored of it. */
export function createWrapToken(tenantId: number, leaseId: number): { token: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { token: `pbw_${tenantId}-${leaseId}_${secret}`, hash: hashOf(secret) };
}

/** Reads a token's parts, or null when it has another form. */
export function parseWrapToken(text: string): ParsedWrapToken | null {
  const match = FORM.exec(text);
  if (!match) return null;
  return { tenantId: Number(match[1]), leaseId: Number(match[2]), hash: hashOf(match[3]!) };
}

/** 256 random bits need no slow hash: there is nothing to guess. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
