import { X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';

const MS = 1_000;
/** The last year that ISO 8601 writes with four digits. */
const LAST_MS = Date.UTC(9999, 11, 31);
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** Of `se` in a shared access signature: a day, or a time in UTC. */
const SAS_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?Z)?$/;

/** Types that tell their end in a way of their own; certificates may be in any. */
const OF_TYPE: Readonly<Record<string, (payload: JsonObject) => Date | undefined>> = {
  AZURE_SAS: ({ sas_key: text }) => (typeof text === 'string' ? sasExpiry(text) : undefined),
  TOKEN: ({ token }) => (typeof token === 'string' ? jwtExpiry(token) : undefined),
};

/**
 * When a credential stops being of use, as far as it says so itself: the earliest of the `notAfter` of each PEM
 * certificate in it (RFC 5280), `se` of a shared access signature, and `exp` of a JSON Web Token (RFC 7519). Most
 * secrets, Google's service account keys among them, say nothing of that.
 *
 * @param payload - with its secrets in the open
 * @returns null when it does not say
 */
export function credentialExpiry(type: string, payload: JsonObject): Date | null {
  const times = [OF_TYPE[type]?.(payload), ...textsIn(payload).flatMap(certificateEnds)]
    .map((time) => time?.getTime() ?? NaN)
    .filter((ms) => ms >= 0 && ms <= LAST_MS);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function certificateEnds(text: string): Date[] {
  return (text.match(CERTIFICATE) ?? []).flatMap((pem) => {
    try {
      return [new Date(new X509Certificate(pem).validTo)];
    } catch {
      return [];
    }
  });
}

function sasExpiry(text: string): Date | undefined {
  const end = new URLSearchParams(text.replace(/^\?/, '')).get('se');
  return end !== null && SAS_TIME.test(end) ? new Date(end) : undefined;
}

function jwtExpiry(token: string): Date | undefined {
  const [, claims, signature] = token.split('.');
  if (claims === undefined || signature === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const exp = isJsonObject(parsed) ? parsed['exp'] : undefined;
    return typeof exp === 'number' ? new Date(exp * MS) : undefined;
  } catch {
    return undefined;
  }
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value as JsonObject).flatMap(textsIn)
    : [];
}
