import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import { GroupCommit } from '#platform/database';
import type { Scope } from '#platform/scope';
import { nameKey } from '../naming/index.js';
import { type LeaseRequest, readLeaseRequest } from './lease-request.js';
import { requireLeasable } from './lease-rules.js';
import { type LeasePlace, LeaseSourceRepository } from './lease-source.repository.js';
import { LeaseWriter, type WantedLease, type WrittenLease } from './lease-writer.js';
import { leaseTag, namesLeased } from './lease-tag.js';
import type { OpenedLease } from './open-lease.js';
import { LeaseOpener } from './lease-opener.js';

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

/** How many leases one transaction writes. */
const MOST_AT_ONCE = 64;

/** Hands the secrets of connections to services, for a time and a purpose. */
@Injectable()
export class LeasesService {
  /** A tenant's audit trail takes one commit after another: leases at once share them. */
  private readonly commits = new GroupCommit<WantedLease, WrittenLease>(MOST_AT_ONCE, (all) =>
    this.writer.together(all),
  );

  constructor(
    private readonly sources: LeaseSourceRepository,
    private readonly writer: LeaseWriter,
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
    const wanted = { scope, place, request };
    const { leaseId, source, expiresAt, wrapped } = scope.idempotency
      ? await this.writer.alone(wanted)
      : await this.commits.add(scope.tenantId, wanted);
    // Only now: what is opened is written down, and stays so.
    if (!wrapped) {
      const lease = await this.opener.open(scope, source, leaseId, expiresAt);
      return { unchanged: false, lease };
    }
    const lease = { wrap_token: wrapped.token, expires_at: expiresAt, lease_id: leaseId };
    return { unchanged: false, lease };
  }
}
