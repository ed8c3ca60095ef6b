import { type KeyObject, verify } from 'node:crypto';

import type { KeyAndCertificate } from '../certificates.js';
import {
  type HttpsService,
  type ServiceHandler,
  type ServiceReply,
  type ServiceRequest,
  startHttpsService,
} from './https-service.js';

const TOKEN = 'access-token';
const TOKEN_URL = /^(?:oauth2\.googleapis\.com\/token|www\.googleapis\.com\/oauth2\/v4\/token)$/;
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const LIFETIME_S = 3600;

/** The one service account that Google knows. */
export const GOOGLE_ACCOUNT = 'reader@example-project.iam.gserviceaccount.com';
/** These accounts have keys that are right, and something else that is not. */
export const MOVED_ACCOUNT = 'moved@example-project.iam.gserviceaccount.com';
export const GARBAGE_ACCOUNT = 'garbage@example-project.iam.gserviceaccount.com';

/** One certificate for each name that is asked for would be more than a fake needs. */
export const GOOGLE_NAME = '*.googleapis.com';

/**
 * One API of Google behind a bearer token, which the service itself gives out for a signed assertion.
 *
 * @param signed - answers requests that are signed instead
 */
export function startGoogle(
  certificate: KeyAndCertificate,
  publicKey: KeyObject,
  api: ServiceHandler,
  signed?: ServiceHandler,
): Promise<HttpsService> {
  return startHttpsService(certificate, (request) => {
    if (TOKEN_URL.test(request.host + request.path)) return token(request, publicKey);
    if (signed && request.headers.authorization?.startsWith('AWS4-')) return signed(request);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return googleFailure(401, 'authError');
    return api(request);
  });
}

/** An error as Google's APIs write it. */
export function googleFailure(code: number, reason: string, message = 'no'): ServiceReply {
  return {
    status: code,
    body: { error: { code, message, errors: [{ reason, message, domain: 'global' }] } },
  };
}

function token({ body }: ServiceRequest, publicKey: KeyObject): ServiceReply {
  const sent = new URLSearchParams(body.toString());
  const issuer =
    sent.get('grant_type') === GRANT ? signedBy(sent.get('assertion') ?? '', publicKey) : undefined;
  switch (issuer) {
    case GOOGLE_ACCOUNT:
      return { body: { access_token: TOKEN, expires_in: LIFETIME_S, token_type: 'Bearer' } };
    case MOVED_ACCOUNT:
      return { status: 307, headers: { location: 'https://169.254.169.254/token' } };
    case GARBAGE_ACCOUNT:
      return { headers: { 'content-type': 'text/html' }, body: '<html>sign in</html>' };
    default:
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
  }
}

/** Who signed the assertion, if it is one (RFC 7523): the signature, whom it is for, and its lifetime. */
function signedBy(assertion: string, publicKey: KeyObject): string | undefined {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const { iss, aud, iat, exp, scope } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    iss: string;
    aud: string;
    iat: number;
    exp: number;
    scope: string;
  };
  const forGoogle = TOKEN_URL.test(aud.replace(/^https:\/\//, '')) && scope !== '';
  const now = Date.now() / 1000;
  return forGoogle && iat <= now + 1 && exp > now && exp - iat <= LIFETIME_S ? iss : undefined;
}
