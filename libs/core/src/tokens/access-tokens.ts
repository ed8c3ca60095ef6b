import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { SIGNING_ALGORITHM } from './signing-key.js';
import { ACCESS_TOKEN_SECONDS, SigningKeys } from './signing-keys.service.js';
import { TokenSettings } from './token-settings.js';

/** What a token of ours says, beyond who made it and when. */
export interface AccessTokenFacts {
  readonly tenantId: number;
  readonly accountId: number;
  readonly tenant: string;
  readonly role: string;
  /** Permissions and projects, separated by spaces (RFC 6749 section 3.3). */
  readonly scope: string;
  /** Which API key it was given for. */
  readonly keyMark: string;
}

export interface VerifiedAccessToken extends AccessTokenFacts {
  readonly id: string;
  /** Of the key that signed it. */
  readonly signingKeyId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

export interface IssuedAccessToken {
  readonly id: string;
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** The media type of RFC 9068 section 2.1: it keeps other kinds of JWT from being taken for access tokens. */
const TYPE = 'at+jwt';
const TYPES: readonly unknown[] = [TYPE, `application/${TYPE}`];
const SUBJECT = /^([1-9]\d{0,14})-([1-9]\d{0,14})$/;
/** After so long a key that another instance retired is no longer taken. */
const KEYS_MAX_AGE_MS = 60_000;

/** Makes and verifies the service's own access tokens (RFC 9068). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly settings: TokenSettings,
    private readonly keys: SigningKeys,
  ) {}

  /** The claim `iss` of our tokens. */
  get issuer(): string {
    return this.settings.issuer;
  }

  async issue(facts: AccessTokenFacts): Promise<IssuedAccessToken> {
    const { id: keyid, key } = await this.keys.active();
    const id = randomUUID();
    const subject = `${facts.tenantId}-${facts.accountId}`;
    const { tenant, role, scope, keyMark } = facts;
    const token = jwt.sign({ client_id: subject, tenant, role, scope, key: keyMark }, key, {
      algorithm: SIGNING_ALGORITHM,
      keyid,
      header: { alg: SIGNING_ALGORITHM, typ: TYPE },
      issuer: this.settings.issuer,
      audience: this.settings.issuer,
      subject,
      jwtid: id,
      expiresIn: ACCESS_TOKEN_SECONDS,
    });
    return { id, token, expiresIn: ACCESS_TOKEN_SECONDS };
  }

  /** What the token says, or null for one that is not ours, was changed, or has expired. */
  async verify(token: string): Promise<VerifiedAccessToken | null> {
    const header = headerOf(token);
    if (!header || header.alg !== SIGNING_ALGORITHM || !TYPES.includes(header.typ)) return null;
    const { kid } = header;
    const key = typeof kid === 'string' ? await this.keys.publicKey(kid, KEYS_MAX_AGE_MS) : null;
    if (!key || kid === undefined) return null;
    try {
      const { issuer } = this.settings;
      const options = { algorithms: [SIGNING_ALGORITHM as 'ES256'], issuer, audience: issuer };
      return factsOf(jwt.verify(token, key, options) as jwt.JwtPayload, kid);
    } catch (error) {
      if (error instanceof jwt.JsonWebTokenError) return null;
      throw error;
    }
  }
}

function headerOf(token: string): jwt.JwtHeader | null {
  try {
    return jwt.decode(token, { complete: true })?.header ?? null;
  } catch {
    // The decoder throws at a payload that is no JSON.
    return null;
  }
}

/** The signature is ours, so the members have the form that {@link AccessTokens.issue} gave them. */
function factsOf(payload: jwt.JwtPayload, signingKeyId: string): VerifiedAccessToken | null {
  const { sub = '', jti, exp } = payload;
  const { tenant, role, scope, key } = payload as Record<'tenant' | 'role' | 'scope' | 'key', string>;
  const ids = SUBJECT.exec(sub);
  if (!ids || jti === undefined || exp === undefined) return null;
  return {
    tenantId: Number(ids[1]),
    accountId: Number(ids[2]),
    tenant,
    role,
    scope,
    keyMark: key,
    id: jti,
    signingKeyId,
    expiresAt: exp,
  };
}
