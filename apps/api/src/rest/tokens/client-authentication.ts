import { oauthError } from '#core';
import type { FormFields } from '../../http/form-body.js';

/** What a client showed to prove who it is. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/**
 * Reads how a client authenticates: by HTTP Basic, or by fields of the form (RFC 6749 section 2.3.1).
 *
 * @throws DomainError `invalid_request` for both at once, `invalid_client` for neither
 */
export function clientCredentials(authorization: string | undefined, form: FormFields): ClientCredentials {
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (authorization === undefined) {
    if (id !== undefined && secret !== undefined) return { clientId: id, clientSecret: secret };
    throw oauthError('invalid_client', 'The client did not show an id and a secret.');
  }
  const basic = basicCredentials(authorization);
  if (secret !== undefined || (id !== undefined && id !== basic?.clientId)) {
    throw oauthError('invalid_request', 'A client authenticates in one way, not in two.');
  }
  if (!basic)
    throw oauthError('invalid_client', 'The Authorization header is not of the form of HTTP Basic.');
  return basic;
}

/** Id and secret are form-encoded before they are put together. */
function basicCredentials(authorization: string): ClientCredentials | null {
  const encoded = BASIC.exec(authorization.trim())?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  try {
    const [clientId, clientSecret] = [text.slice(0, colon), text.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replaceAll('+', ' ')),
    );
    return { clientId: clientId!, clientSecret: clientSecret! };
  } catch {
    return null;
  }
}
