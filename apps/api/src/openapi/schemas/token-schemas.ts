import type { JsonSchema } from '#connector-sdk';
import { PERMISSIONS, type PublishedKey, type SigningKeyView, type TokenAnswer } from '#core';
import type { OAuthProblem } from '../../http/oauth-errors.js';
import type { IssuerMetadata, PublishedKeys } from '../../rest/tokens/discovery.controller.js';
import { ACTOR, TEXT, TIMESTAMP } from './common-schemas.js';
import { answerSchema, arrayOf, bodySchema, orNull, schemaRef } from './object-schema.js';

const URI: JsonSchema = { type: 'string', format: 'uri' };
const COORDINATE: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' };
export const KEY_ID: JsonSchema = { ...COORDINATE, description: 'The thumbprint of the key (RFC 7638).' };
const SCOPE_TEXT = 'Permissions, and projects as `project:3`, separated by spaces.';
const SCOPE: JsonSchema = {
  type: 'string',
  maxLength: 2_000,
  description: SCOPE_TEXT,
  examples: ['connections:read connections:test project:3'],
};

/** The service's own tokens: how they are asked for, and what proves them. */
export const TOKEN_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  TokenRequest: bodySchema(
    'A request for a token (RFC 6749 section 4.4.2). The client authenticates here or by HTTP Basic.',
    {
      grant_type: { const: 'client_credentials' },
      client_id: { type: 'string', description: "The service account's id.", examples: ['7'] },
      client_secret: { type: 'string', writeOnly: true, description: "The service account's API key." },
      scope: {
        ...SCOPE,
        description: `${SCOPE_TEXT} Absent: all that the account may do.`,
      },
    },
    ['grant_type'],
  ),
  TokenAnswer: answerSchema<TokenAnswer>('A token (RFC 6749 section 5.1).', {
    access_token: TEXT,
    token_type: { const: 'Bearer' },
    expires_in: { type: 'integer', minimum: 1, description: 'Seconds.' },
    scope: { ...SCOPE, description: 'What the token is narrowed to.' },
  }),
  OAuthError: answerSchema<OAuthProblem>('An error of OAuth 2 (RFC 6749 section 5.2).', {
    error: { type: 'string', pattern: '^[a-z_]+$' },
    error_description: { ...TEXT, description: 'For people.' },
  }),
  IssuerMetadata: answerSchema<IssuerMetadata>(
    'What is to be known of the tokens of the service (RFC 8414).',
    {
      issuer: URI,
      token_endpoint: URI,
      jwks_uri: URI,
      grant_types_supported: arrayOf(TEXT),
      response_types_supported: arrayOf(TEXT),
      token_endpoint_auth_methods_supported: arrayOf(TEXT),
      scopes_supported: arrayOf({ type: 'string', enum: PERMISSIONS }),
      subject_types_supported: arrayOf(TEXT),
      id_token_signing_alg_values_supported: arrayOf(TEXT),
    },
  ),
  PublishedKeys: answerSchema<PublishedKeys>('The public keys of the service (RFC 7517).', {
    keys: arrayOf(schemaRef('PublishedKey')),
  }),
  PublishedKey: answerSchema<PublishedKey>('A public key.', {
    kty: { const: 'EC' },
    crv: { const: 'P-256' },
    x: COORDINATE,
    y: COORDINATE,
    kid: KEY_ID,
    use: { const: 'sig' },
    alg: { const: 'ES256' },
  }),
  SigningKeyView: answerSchema<SigningKeyView>(
    'A key that signs, or has signed, the tokens of the service.',
    {
      id: KEY_ID,
      algorithm: { const: 'ES256' },
      status: {
        type: 'string',
        enum: ['active', 'retiring', 'retired', 'revoked'],
        description:
          'A retiring key signs nothing any more, and is published until its last token has expired.',
      },
      created_by: ACTOR,
      activated_at: TIMESTAMP,
      retired_at: orNull(TIMESTAMP),
      revoked_at: orNull(TIMESTAMP),
      published_until: orNull(TIMESTAMP),
    },
  ),
};
