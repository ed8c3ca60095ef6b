import type { JsonSchema } from '#connector-sdk';
import { type IdentityProviderInput, type IdentityProviderView, PROVIDER_ALGORITHMS } from '#core';
import { ACTOR, ID, NAME, TIMESTAMP, VERSION } from './common-schemas.js';
import { answerSchema, bodySchema } from './object-schema.js';

const IDENTIFIER: JsonSchema = { type: 'string', minLength: 1, maxLength: 500 };
const CLAIM_NAMES: Readonly<Record<string, JsonSchema>> = {
  sub: IDENTIFIER,
  email: IDENTIFIER,
  role: IDENTIFIER,
  projects: IDENTIFIER,
};

const MEMBERS: Record<keyof IdentityProviderInput, JsonSchema> = {
  name: NAME,
  issuer: { ...IDENTIFIER, description: 'The claim `iss`, character by character.' },
  audience: { ...IDENTIFIER, description: 'Must be among the claim `aud`.' },
  jwks_uri: { ...IDENTIFIER, format: 'uri', description: 'Where the keys are (RFC 7517): https.' },
  algorithms: {
    type: 'array',
    items: { type: 'string', enum: PROVIDER_ALGORITHMS },
    minItems: 1,
    maxItems: PROVIDER_ALGORITHMS.length,
    uniqueItems: true,
  },
  claims: bodySchema('What the issuer calls our claims; each is its own name unless given.', CLAIM_NAMES),
};

const VIEW: Record<keyof IdentityProviderView, JsonSchema> = {
  id: ID,
  ...MEMBERS,
  created_by: ACTOR,
  created_at: TIMESTAMP,
  updated_by: ACTOR,
  updated_at: TIMESTAMP,
  version: VERSION,
};

/** The issuers that tenants trust for their own users. */
export const IDENTITY_PROVIDER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  NewIdentityProvider: bodySchema('A new identity provider.', MEMBERS, [
    'name',
    'issuer',
    'audience',
    'jwks_uri',
    'algorithms',
  ]),
  IdentityProviderUpdate: bodySchema(
    'What changes of an identity provider. Members that the server sets are ignored when they are equal.',
    VIEW,
  ),
  IdentityProviderView: answerSchema<IdentityProviderView>(
    'An issuer whose tokens make users of the tenant.',
    VIEW,
  ),
};
