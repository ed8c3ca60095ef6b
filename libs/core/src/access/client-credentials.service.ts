import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { type ParsedApiKey, parseApiKey } from './api-key.js';
import { Authenticator } from './authenticator.js';
import { keyMark } from './key-mark.js';
import { oauthError } from './oauth-error.js';
import { type TokenScope, readTokenScope, tokenScopeText } from './token-scope.js';

/** A request for a token, with the client's credentials (RFC 6749 section 4.4.2). */
export interface TokenRequest {
  readonly grantType: string;
  /** The service account's id, alone or as `<tenant's number>-<id>`. */
  readonly clientId: string;
  /** The service account's API key. */
  readonly clientSecret: string;
  readonly scope?: string | undefined;
  readonly requestId: string;
}

/** RFC 6749 section 5.1. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/** Gives service accounts short tokens for their API keys. */
@Injectable()
export class ClientCredentialsService {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: AccessTokens,
    private readonly projects: ProjectsRepository,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * @throws DomainError with a code of RFC 6749 section 5.2; `unauthenticated` and `forbidden` as
   *   {@link Authenticator.authenticate} for a key that is not or not now worth anything
   */
  async issue(request: TokenRequest): Promise<TokenAnswer> {
    if (request.grantType !== 'client_credentials') {
      throw oauthError('unsupported_grant_type', 'The only grant_type is client_credentials.');
    }
    const key = keyOf(request);
    const scope = await this.client(request);
    const granted = readTokenScope(request.scope, scope);
    if (!granted) throw invalidScope();
    const text = tokenScopeText(granted);
    return this.database.transaction(scope, async (tx) => {
      await this.requireProjects(tx, scope, granted);
      const { id, token, expiresIn } = await this.tokens.issue({
        tenantId: scope.tenantId,
        accountId: key.accountId,
        tenant: scope.tenant,
        role: scope.principal.role,
        scope: text,
        keyMark: keyMark(key.hash),
      });
      await recordAudit(tx, scope, {
        action: 'token.issue',
        entity: 'service_account',
        entityId: key.accountId,
        after: { token_id: id, scope: text },
      });
      return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresIn, scope: text };
    });
  }

  /** An API key always belongs to a tenant, so its caller has a scope. */
  private async client({ clientSecret, requestId }: TokenRequest): Promise<Scope> {
    const headers = { 'x-api-key': clientSecret };
    return (await this.authenticator.authenticate({ headers, requestId, deferred: false })).scope!;
  }

  /** An account that may see all projects may still name one that there is not. */
  private async requireProjects(tx: Transaction, scope: Scope, { projects }: TokenScope): Promise<void> {
    if (!projects) return;
    const known = await this.projects.existing(tx, scope, projects);
    if (!projects.every((id) => known.has(id))) throw invalidScope();
  }
}

function keyOf({ clientId, clientSecret }: TokenRequest): ParsedApiKey {
  const key = parseApiKey(clientSecret);
  const ids = key ? [String(key.accountId), `${key.tenantId}-${key.accountId}`] : [];
  if (!key || !ids.includes(clientId)) throw invalidClient();
  return key;
}

function invalidClient(): DomainError {
  return oauthError('invalid_client', 'The client is not known by this id and secret.');
}

function invalidScope(): DomainError {
  return oauthError(
    'invalid_scope',
    'The scope holds what does not exist, or what this client does not have.',
  );
}
