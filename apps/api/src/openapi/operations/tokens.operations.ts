import type { SigningKeysController } from '../../rest/signing-keys/signing-keys.controller.js';
import type { DiscoveryController } from '../../rest/tokens/discovery.controller.js';
import type { TokenController } from '../../rest/tokens/token.controller.js';
import { type Operations, list, one } from '../operation.js';

export const TOKEN_OPERATIONS: Operations<TokenController> = {
  issue: {
    id: 'createToken',
    summary: 'Get a token for a service account',
    description:
      'OAuth 2 client credentials (RFC 6749 section 4.4). The token is a JWT (RFC 9068), valid for 15 minutes, and ends at once with the account or with the API key that it was got for.',
    body: {
      schema: 'TokenRequest',
      contentType: 'application/x-www-form-urlencoded',
      examples: {
        'All that the account may do': { value: { grant_type: 'client_credentials' } },
        'Tests in one project': {
          value: { grant_type: 'client_credentials', scope: 'connections:read connections:test project:3' },
        },
      },
    },
    answer: one('TokenAnswer'),
    oauthErrors: true,
    security: [{ client: [] }, {}],
  },
};

export const DISCOVERY_OPERATIONS: Operations<DiscoveryController> = {
  jwks: {
    id: 'getJwks',
    summary: "The public keys of the service's own tokens",
    answer: one('PublishedKeys'),
    canBeUnavailable: true,
  },
  configuration: {
    id: 'getIssuerMetadata',
    summary: 'Where tokens and keys are',
    answer: one('IssuerMetadata'),
  },
};

export const SIGNING_KEY_OPERATIONS: Operations<SigningKeysController> = {
  list: {
    id: 'listSigningKeys',
    summary: "List the keys of the service's own tokens",
    description: 'The newest first.',
    answer: list('SigningKeyView'),
  },
  rotate: {
    id: 'rotateSigningKey',
    summary: 'Sign with a new key from now on',
    description:
      'Tokens that the key before has signed are good until they expire; its private half is destroyed.',
    answer: one('SigningKeyView'),
  },
  revoke: {
    id: 'revokeSigningKey',
    summary: 'Take a key back that others may know',
    description:
      'All tokens that it has signed end at once, on every instance. In the place of the active key a new one signs from now on.',
    answer: one('SigningKeyView'),
  },
};
