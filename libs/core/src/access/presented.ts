import { createHash, timingSafeEqual } from 'node:crypto';
import { type ParsedApiKey, parseApiKey } from './api-key.js';

/** The request headers that can carry a credential. */
export interface CredentialHeaders {
  readonly authorization?: string | undefined;
  readonly 'x-api-key'?: string | string[] | undefined;
  readonly 'x-tlm-key'?: string | string[] | undefined;
}

/** What a caller showed; nothing of it is proven yet. */
export type Presented =
  | { readonly kind: 'platform' }
  | { readonly kind: 'api_key'; readonly key: ParsedApiKey }
  | { readonly kind: 'token'; readonly token: string };

const AUTHORIZATION = /^(?:bearer|apikey)\s+(\S+)$/i;
const MAX_CHARACTERS = 8_192;

/** The credential text of a request: `Authorization: Bearer|ApiKey …`, `X-API-Key` or `X-TLM-Key`. */
export function credentialText(headers: CredentialHeaders): string | null {
  const fromHeader = headers.authorization
    ? (AUTHORIZATION.exec(headers.authorization.trim())?.[1] ?? null)
    : (single(headers['x-api-key']) ?? single(headers['x-tlm-key']));
  return fromHeader && fromHeader.length <= MAX_CHARACTERS ? fromHeader : null;
}

/** Tells the platform's key, an API key and a token apart by their form. */
export function readPresented(text: string, platformKeyHash: Buffer): Presented {
  if (timingSafeEqual(sha256(text), platformKeyHash)) return { kind: 'platform' };
  const key = parseApiKey(text);
  return key ? { kind: 'api_key', key } : { kind: 'token', token: text };
}

/** The form in which the platform's key is kept in memory. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value.length > 0 ? value.trim() : null;
}
