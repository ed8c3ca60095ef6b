import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';

const PREFIX = 'pbc1_';
const FORM = /^pbc1_[\w-]{22}$/;

/** Makes and knows the tokens of one tenant. */
export class SecretTokenIssuer {
  constructor(private readonly vault: TenantVault) {}

  /** What is answered in a secret's place; it is always the same for this field of this connection. */
  token(connectionId: number, field: string): string {
    const text = `secret-token\n${connectionId}\n${field}`;
    return PREFIX + this.vault.sign(text).toString('base64url');
  }

  /** True for the token of exactly this field of this connection; compared in constant time. */
  isOwn(connectionId: number, field: string, text: string): boolean {
    if (!isSecretToken(text)) return false;
    return timingSafeEqual(Buffer.from(text), Buffer.from(this.token(connectionId, field)));
  }
}

/** True for what stands in a secret's place in some answer, be it of another connection or tenant. */
export function isSecretToken(text: string): boolean {
  return FORM.test(text);
}

/**
 * Tokens that stand for stored secrets in contracts whose answers have a text in that place, so that a
 * client can send back what it got. Nothing can be opened with one: it is a keyed digest of tenant,
 * connection and field.
 */
@Injectable()
export class SecretTokens {
  constructor(private readonly vault: Vault) {}

  async issuer(scope: Scope): Promise<SecretTokenIssuer> {
    return new SecretTokenIssuer(await this.vault.forTenant(scope));
  }
}
