import { randomBytes } from 'node:crypto';
import { TenantVault } from '#platform/vault';
import { isSecretToken, SecretTokenIssuer } from './secret-tokens.js';

const issuerOf = (key: Buffer, tenant = 1) =>
  new SecretTokenIssuer(new TenantVault(tenant, [{ id: 1, key }]));

describe('a token in the place of a secret', () => {
  const key = randomBytes(32);
  const issuer = issuerOf(key);

  it('is the same each time, and looks like one', () => {
    expect(issuer.token(1, 'uri')).toBe(issuerOf(key).token(1, 'uri'));
    expect(isSecretToken(issuer.token(1, 'uri'))).toBe(true);
    expect(issuer.isOwn(1, 'uri', issuer.token(1, 'uri'))).toBe(true);
  });

  it.each([
    ['another connection', () => issuer.token(2, 'uri')],
    ['another field', () => issuer.token(1, 'key')],
    ['another tenant', () => issuerOf(randomBytes(32)).token(1, 'uri')],
    ['nobody', () => `pbc1_${'A'.repeat(22)}`],
    ['a text of another length', () => `${issuer.token(1, 'uri')}A`],
  ])('is not one of %s', (_, other) => {
    expect(issuer.isOwn(1, 'uri', other())).toBe(false);
  });

  it.each(['', 'postgresql://u:p@h/d', 'pbc1_', 'pbc1_short'])('is not %p', (text) => {
    expect(isSecretToken(text)).toBe(false);
  });
});
