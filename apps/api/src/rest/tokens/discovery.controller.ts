import { Controller, Get, Header } from '@nestjs/common';
import { AccessTokens, PERMISSIONS, type PublishedKey, SigningKeys } from '#core';
import { NotAudited, Public } from '#http';

/** What clients and other services need to know of our tokens (RFC 8414 section 2). */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly grant_types_supported: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly subject_types_supported: readonly string[];
  readonly id_token_signing_alg_values_supported: readonly string[];
}

/** RFC 7517 section 5. */
export interface PublishedKeys {
  readonly keys: readonly PublishedKey[];
}

/** A key that another instance made is published here after so long at most. */
const KEYS_MAX_AGE_MS = 2_000;

@Controller('.well-known')
export class DiscoveryController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly keys: SigningKeys,
  ) {}

  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=60')
  @Public()
  @NotAudited('It tells nothing of any tenant.')
  async jwks(): Promise<PublishedKeys> {
    return { keys: await this.keys.jwks(KEYS_MAX_AGE_MS) };
  }

  @Get('openid-configuration')
  @Header('Cache-Control', 'public, max-age=60')
  @Public()
  @NotAudited('It tells nothing of any tenant.')
  configuration(): IssuerMetadata {
    const { issuer } = this.tokens;
    return {
      issuer,
      token_endpoint: `${issuer}/api/auth/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: PERMISSIONS,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }
}
