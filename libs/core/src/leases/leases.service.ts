import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { nameKey } from '../naming/index.js';
import { takeQuota } from '../quotas/take-quota.js';
import { tenantSettings } from '../settings/tenant-settings.js';
import { recordLeaseEvent } from './lease-audit.js';
import { type LeaseRequest, leaseSeconds, readLeaseRequest } from './lease-request.js';
import { requireLeasable } from './lease-rules.js';
import { type LeasePlace, LeaseSourceRepository } from './lease-source.repository.js';
import { leaseTag, namesLeased } from './lease-tag.js';
import { LeasesRepository } from './leases.repository.js';
import type { OpenedLease } from './open-lease.js';
import { LeaseOpener } from './lease-opener.js';
import { createWrapToken } from './wrap-token.js';

/** The answer of a lease that is to be handed on: the token opens it once. */
export interface WrappedLease {
  readonly wrap_token: string;
  /** The token's end. */
  readonly expires_at: string;
  readonly lease_id: number;
}

/** What a request for a lease came to. */
export type LeaseOutcome =
  /** The caller holds what is there now. */
  | { readonly unchanged: true; readonly tag: string }
  | { readonly unchanged: false; readonly lease: OpenedLease | WrappedLease };

/** How long a wrapped lease waits for whoever opens it. */
const WRAP_SECONDS = 300;

/** Hands the secrets of connections to services, for a time and a purpose. */
@Injectable()
export class LeasesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sources: LeaseSourceRepository,
    private readonly leases: LeasesRepository,
    private readonly opener: LeaseOpener,
  ) {}

  /**
   * Leases a connection by its id.
   *
   * @param ifNoneMatch - the header, unread: what the caller has of an earlier lease
   * @throws DomainError `invalid`, `not_found`, `forbidden`/`lease_not_permitted`, and
   *   `unavailable`/`audit_unavailable`: then no secret was opened
   */
  async byId(scope: Scope, id: number, body: JsonObject, ifNoneMatch?: string): Promise<LeaseOutcome> {
    return this.lease(scope, { id }, readLeaseRequest(body), ifNoneMatch);
  }

  /**
   * Leases what goes by this name in the scope's project: its own connection, or else the GLOBAL one.
   *
   * @throws DomainError as {@link byId}
   */
  async byName(scope: Scope, body: JsonObject, ifNoneMatch?: string): Promise<LeaseOutcome> {
    const request = readLeaseRequest(body, ['name']);
    const place = { nameKey: nameKey(body['name'] as string), projectId: scope.projectId! };
    return this.lease(scope, place, request, ifNoneMatch);
  }

  private async lease(
    scope: Scope,
    place: LeasePlace,
    request: LeaseRequest,
    ifNoneMatch: string | undefined,
  ): Promise<LeaseOutcome> {
    // With an Idempotency-Key the answer is that of the first request.
    if (ifNoneMatch !== undefined && !request.wrap && !scope.idempotency) {
      const head = requireLeasable(scope, await this.sources.head(scope, place));
      if (head.held && namesLeased(ifNoneMatch, head)) return { unchanged: true, tag: leaseTag(head) };
    }
    const { source, expiresAt, wrapped } = await this.database.effect(scope, async (tx) => {
      const source = requireLeasable(scope, await this.sources.lock(tx, scope, place));
      const { max_lease_seconds: most } = tenantSettings(source.settings);
      const ttlSeconds = leaseSeconds(request.ttlSeconds, most);
      const wrapped = request.wrap ? createWrapToken(scope.tenantId, source.leaseId) : null;
      const { purpose } = request;
      takeQuota(tx, { ...scope, settings: source.settings }, 'leases_per_minute');
      const [expiresAt] = await Promise.all([
        this.leases.insert(tx, scope, {
          source,
          purpose,
          ttlSeconds,
          endsAfter: wrapped ? WRAP_SECONDS : ttlSeconds,
          wrapHash: wrapped?.hash ?? null,
        }),
        recordLeaseEvent(tx, scope, {
          verb: 'create',
          entity: 'lease',
          entityId: source.leaseId,
          projectId: source.projectId,
          after: {
            connection_id: source.id,
            connection_version: source.version,
            secret_version: source.secretVersion,
            purpose,
            ttl_seconds: ttlSeconds,
            wrapped: request.wrap,
          },
        }),
      ]);
      return { source, expiresAt, wrapped, leaseId: source.leaseId };
    });
    // Only now: what is opened is written down, and stays so.
    if (!wrapped) {
      const lease = await this.opener.open(scope, source, source.leaseId, expiresAt);
      return { unchanged: false, lease };
    }
    const lease = { wrap_token: wrapped.token, expires_at: expiresAt, lease_id: source.leaseId };
    return { unchanged: false, lease };
  }
}
