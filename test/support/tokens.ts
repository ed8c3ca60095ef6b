import jwt from 'jsonwebtoken';
import { createSecretKey } from 'node:crypto';

export const TEST_ISSUER = 'https://issuer.test';
export const TEST_AUDIENCE = 'patchbay';
export const TEST_JWT_SECRET = 'a secret that signs the tokens of the tests';

/** Made once: of a text, the library would make it for each token. */
const SECRET_KEY = createSecretKey(TEST_JWT_SECRET, 'utf8');

/** What a case wants its token to say. */
export interface TokenFacts {
  readonly tenant: string;
  readonly role: string;
  readonly email?: string;
  readonly projects?: readonly unknown[];
}

/** A token as the trusted issuer makes it; `overrides` bend its claims or how it is signed. */
export function userToken(
  facts: TokenFacts,
  overrides: { claims?: object; options?: jwt.SignOptions; secret?: string } = {},
): string {
  const { email = `${facts.role}@${facts.tenant}.test`, ...rest } = facts;
  return jwt.sign({ email, ...rest, ...overrides.claims }, overrides.secret ?? SECRET_KEY, {
    subject: `user-${facts.role}`,
    issuer: TEST_ISSUER,
    audience: TEST_AUDIENCE,
    expiresIn: 3600,
    ...overrides.options,
  });
}
