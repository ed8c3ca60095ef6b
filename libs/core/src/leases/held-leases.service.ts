import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { readCursor, writeCursor } from '../paging/cursor.js';
import { tenantSettings } from '../settings/tenant-settings.js';
import { recordLeaseEvent } from './lease-audit.js';
import { LeaseMarks } from './lease-marks.repository.js';
import { leaseSeconds, readRenewal } from './lease-request.js';
import { livingLease, ownLease, requireLeasable } from './lease-rules.js';
import { LeaseSourceRepository } from './lease-source.repository.js';
import type { LeaseStatus, LeaseView } from './lease-view.js';
import { LeasesRepository } from './leases.repository.js';

export interface LeaseListRequest {
  readonly connectionId?: number | undefined;
  readonly status?: LeaseStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The leases that were given: shows, renews and ends them, and never opens one. */
@Injectable()
export class HeldLeasesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leases: LeasesRepository,
    private readonly sources: LeaseSourceRepository,
    private readonly marks: LeaseMarks,
    private readonly connections: ConnectionsRepository,
    private readonly vault: Vault,
  ) {}

  /** The newest first: all for who manages leases, else the caller's own. */
  async list(scope: Scope, request: LeaseListRequest): Promise<{ items: LeaseView[]; next: string | null }> {
    const vault = await this.vault.forTenant(scope);
    const { connectionId, status, limit, cursor } = request;
    const list = JSON.stringify(['leases', connectionId, status]);
    const beforeId = cursor === undefined ? undefined : readCursor<{ id: number }>(vault, list, cursor).id;
    const rows = await this.leases.list(scope, { connectionId, status, beforeId, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const more = rows.length > limit;
    return { items, next: more ? writeCursor(vault, list, { id: items.at(-1)!.id }) : null };
  }

  /**
   * Lets a lease live on, for its holder alone and under the rules that a new one meets now.
   *
   * @throws DomainError `invalid`, `not_found`, `forbidden`, `conflict`: `lease_ended`, `lease_wrapped`
   */
  async renew(scope: Scope, id: number, body: JsonObject): Promise<LeaseView> {
    const asked = readRenewal(body);
    return this.database.effect(scope, async (tx) => {
      const known = livingLease(ownLease(scope, await this.leases.find(tx, scope, id)));
      const found = await this.sources.lock(tx, scope, { id: known.connectionId });
      const source = requireLeasable(scope, found);
      const seconds = leaseSeconds(asked, tenantSettings(source.settings).max_lease_seconds);
      livingLease(ownLease(scope, await this.leases.lock(tx, scope, id)));
      const before = await this.leases.view(tx, scope, id);
      await this.leases.renew(tx, scope, id, seconds);
      const after = await this.leases.view(tx, scope, id);
      const { projectId } = known;
      await recordLeaseEvent(tx, scope, {
        verb: 'renew',
        entity: 'lease',
        entityId: id,
        projectId,
        before,
        after,
      });
      return after;
    });
  }

  /** Ends a lease, for its holder or who manages leases. One that has ended stays as it is. */
  async revoke(scope: Scope, id: number): Promise<void> {
    await this.database.transaction(scope, async (tx) => {
      const lease = ownLease(scope, await this.leases.find(tx, scope, id));
      if ((await this.marks.revoke(tx, scope, { of: 'lease', id }, 'revoked')) === 0) return;
      const after = await this.leases.view(tx, scope, id);
      const { projectId } = lease;
      await recordLeaseEvent(tx, scope, { verb: 'revoke', entity: 'lease', entityId: id, projectId, after });
    });
  }

  /** Ends every lease of a connection; new ones may be taken. @returns how many there were */
  async revokeOfConnection(scope: Scope, id: number): Promise<number> {
    return this.database.effect(scope, async (tx) => {
      const row = await this.connections.lock(tx, scope, id);
      if (!row) throw notFound('connection');
      const revoked = await this.marks.revoke(tx, scope, { of: 'connection', id }, 'revoked');
      await recordLeaseEvent(tx, scope, {
        verb: 'revoke_all',
        entity: 'connection',
        entityId: id,
        projectId: row.projectId,
        after: { revoked },
      });
      return revoked;
    });
  }

  /** Ends every lease of the tenant. @returns how many there were */
  async revokeAll(scope: Scope): Promise<number> {
    return this.database.effect(scope, async (tx) => {
      const revoked = await this.marks.revoke(tx, scope, { of: 'tenant' }, 'revoked');
      await recordLeaseEvent(tx, scope, {
        verb: 'revoke_all',
        entity: 'tenant',
        entityId: scope.tenant,
        projectId: null,
        after: { revoked },
      });
      return revoked;
    });
  }
}
