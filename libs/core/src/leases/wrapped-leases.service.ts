import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { sameHash } from '../access/api-key.js';
import { tenantSettings } from '../settings/tenant-settings.js';
import { recordLeaseEvent } from './lease-audit.js';
import { leaseEnded, requireLeasable, requireSameVersion } from './lease-rules.js';
import { LeaseSourceRepository } from './lease-source.repository.js';
import { LeasesRepository, type StoredLease } from './leases.repository.js';
import type { OpenedLease } from './open-lease.js';
import { LeaseOpener } from './lease-opener.js';
import { type ParsedWrapToken, parseWrapToken } from './wrap-token.js';

/** Opens leases that were handed on as a token. */
@Injectable()
export class WrappedLeasesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sources: LeaseSourceRepository,
    private readonly leases: LeasesRepository,
    private readonly opener: LeaseOpener,
  ) {}

  /**
   * Opens a token once, for a resolver of its tenant that may lease the connection itself: it becomes the
   * holder, and the lease's time begins.
   *
   * @throws DomainError `not_found` for a token that was never given, or in another tenant; `conflict`:
   *   `wrap_token_used`, `lease_ended`, `connection_changed`; `forbidden`/`lease_not_permitted`
   */
  async unwrap(scope: Scope, text: string): Promise<OpenedLease> {
    const token = parseWrapToken(text);
    if (token?.tenantId !== scope.tenantId) throw notFound('wrap token');
    const { source, lease, expiresAt } = await this.database.effect(scope, async (tx) => {
      const known = openable(await this.leases.find(tx, scope, token.leaseId), token);
      const found = await this.sources.lock(tx, scope, { id: known.connectionId });
      const source = requireLeasable(scope, found);
      requireSameVersion(known, source);
      const most = tenantSettings(source.settings).max_lease_seconds;
      const ttlSeconds = Math.min(known.ttlSeconds, most);
      const expiresAt = await this.take(tx, scope, token, ttlSeconds);
      return { source, lease: known, expiresAt, leaseId: known.id };
    });
    return this.opener.open(scope, source, lease.id, expiresAt);
  }

  /** Of several at once, the first to lock the row gets it. */
  private async take(
    tx: Transaction,
    scope: Scope,
    token: ParsedWrapToken,
    ttlSeconds: number,
  ): Promise<string> {
    const lease = openable(await this.leases.lock(tx, scope, token.leaseId), token);
    const [expiresAt] = await Promise.all([
      this.leases.unwrap(tx, scope, lease.id, ttlSeconds),
      recordLeaseEvent(tx, scope, {
        verb: 'unwrap',
        entity: 'lease',
        entityId: lease.id,
        projectId: lease.projectId,
        after: {
          connection_id: lease.connectionId,
          connection_version: lease.connectionVersion,
          secret_version: lease.secretVersion,
          purpose: lease.purpose,
          ttl_seconds: ttlSeconds,
        },
      }),
    ]);
    return expiresAt;
  }
}

/** Whoever shows the right token learns what became of it; any other text is as if it never was. */
function openable(lease: StoredLease | null, token: ParsedWrapToken): StoredLease {
  if (!lease || !sameHash(lease.wrapHash, token.hash)) throw notFound('wrap token');
  if (lease.unwrapped) throw conflict('wrap_token_used', 'This token was opened already.');
  if (lease.status !== 'wrapped') throw leaseEnded();
  return lease;
}
