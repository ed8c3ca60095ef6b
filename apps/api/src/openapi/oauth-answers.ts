import type { JsonObject } from '#connector-sdk';
import { headersOf } from './headers.js';
import { schemaRef } from './schemas/object-schema.js';

interface OAuthAnswer {
  readonly description: string;
  readonly example: { readonly error: string; readonly error_description: string };
  readonly headers?: readonly string[];
}

const ANSWERS: Readonly<Record<number, OAuthAnswer>> = {
  400: {
    description:
      'No token for this request: `invalid_request`, `unsupported_grant_type`, `invalid_scope`, or `unauthorized_client` while the tenant is suspended.',
    example: {
      error: 'invalid_scope',
      error_description: 'The scope holds what does not exist, or what this client does not have.',
    },
  },
  401: {
    description: 'No token for this client: `invalid_client`.',
    example: {
      error: 'invalid_client',
      error_description: 'The client is not known by this id and secret.',
    },
    headers: ['WWW-Authenticate'],
  },
  429: {
    description: 'Too many requests in this minute: `temporarily_unavailable`.',
    example: {
      error: 'temporarily_unavailable',
      error_description: 'Too many requests in this minute.',
    },
    headers: ['Retry-After'],
  },
  503: {
    description: 'Cannot serve now: `temporarily_unavailable`.',
    example: {
      error: 'temporarily_unavailable',
      error_description: 'The database cannot be reached now.',
    },
    headers: ['Retry-After'],
  },
};

/** The statuses that an OAuth endpoint answers beside its success. */
export const OAUTH_STATUSES: readonly number[] = Object.keys(ANSWERS).map(Number);

/** The reusable answers in the shape of RFC 6749 section 5.2, by status. */
export function oauthResponses(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(ANSWERS).map(([status, { description, example, headers = [] }]) => [
      `OAuthError${status}`,
      {
        description,
        headers: headersOf(headers),
        content: { 'application/json': { schema: schemaRef('OAuthError'), example } },
      },
    ]),
  );
}

/** Points to the answers of these statuses. */
export function oauthErrorAnswers(statuses: readonly number[]): JsonObject {
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/OAuthError${status}` }]),
  );
}
