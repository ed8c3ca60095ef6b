import type { IdentityProvidersController } from '../../rest/identity-providers/identity-providers.controller.js';
import { type Operations, list, one, versioned } from '../operation.js';

const OKTA = {
  name: 'okta',
  issuer: 'https://acme.okta.example/oauth2/default',
  audience: 'patchbay-acme',
  jwks_uri: 'https://acme.okta.example/oauth2/default/v1/keys',
  algorithms: ['RS256'],
  claims: { role: 'patchbay_role' },
};

export const IDENTITY_PROVIDER_OPERATIONS: Operations<IdentityProvidersController> = {
  create: {
    id: 'createIdentityProvider',
    summary: 'Trust an issuer for the users of this tenant',
    description:
      'Its tokens (RS256 or ES256) make users of this tenant and of no other: one that claims another tenant is refused. An issuer is trusted once for each audience, whoever trusts it.',
    body: { schema: 'NewIdentityProvider', examples: { Okta: { value: OKTA } } },
    status: 201,
    answer: versioned('IdentityProviderView'),
    conflicts: ['identity_provider_exists', 'issuer_taken', 'identity_provider_limit'],
  },
  list: {
    id: 'listIdentityProviders',
    summary: 'List the identity providers',
    answer: list('IdentityProviderView'),
  },
  get: {
    id: 'getIdentityProvider',
    summary: 'Show an identity provider',
    answer: versioned('IdentityProviderView'),
  },
  update: {
    id: 'updateIdentityProvider',
    summary: 'Change an identity provider',
    description: 'Tokens that it does not admit any more are refused from the answer on.',
    conditional: true,
    body: {
      schema: 'IdentityProviderUpdate',
      examples: { 'Both algorithms': { value: { algorithms: ['RS256', 'ES256'] } } },
    },
    answer: versioned('IdentityProviderView'),
    conflicts: ['identity_provider_exists', 'issuer_taken'],
  },
  remove: {
    id: 'deleteIdentityProvider',
    summary: 'Delete an identity provider',
    description: 'Its tokens are refused from the answer on.',
    conditional: true,
    answer: one('Message'),
  },
};
