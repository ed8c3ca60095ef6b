import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { recordLeaseEvent } from './lease-audit.js';
import { isoTime } from '../connections/connection-columns.js';
import { livingLease, ownLease, requireLeasable, requireSameVersion } from './lease-rules.js';
import { LeaseSourceRepository } from './lease-source.repository.js';
import { LeasesRepository } from './leases.repository.js';
import type { OpenedLease } from './open-lease.js';
import { LeaseOpener } from './lease-opener.js';

/** What was kept of a request for a lease: which one it was, and whether its secrets or a token were answered. */
export interface AnsweredLease {
  readonly leaseId: number;
  readonly answered: 'secrets' | 'wrap_token';
}

/** Answers a request for a lease that came twice: nothing secret of the first answer was kept. */
@Injectable()
export class LeaseReplaysService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sources: LeaseSourceRepository,
    private readonly leases: LeasesRepository,
    private readonly opener: LeaseOpener,
  ) {}

  /**
   * Opens a lease of the caller's again, while it lasts and under the rules of a new one; that is audited too.
   *
   * @throws DomainError `not_found`, `forbidden`, `conflict`: `lease_ended`, `connection_changed`, and
   *   `wrap_token_shown`, for a token is shown once, and who asked for one gets no secrets, whoever opened it
   */
  async again(scope: Scope, { leaseId: id, answered }: AnsweredLease): Promise<OpenedLease> {
    if (answered === 'wrap_token') throw conflict('wrap_token_shown', 'A wrap token is shown once.');
    const { source, expiresAt } = await this.database.transaction(scope, async (tx) => {
      const known = ownLease(scope, await this.leases.find(tx, scope, id));
      const found = await this.sources.lock(tx, scope, { id: livingLease(known).connectionId });
      const source = requireLeasable(scope, found);
      requireSameVersion(known, source);
      livingLease(ownLease(scope, await this.leases.lock(tx, scope, id)));
      const view = await this.leases.view(tx, scope, id);
      const { projectId } = known;
      await recordLeaseEvent(tx, scope, {
        verb: 'repeat',
        entity: 'lease',
        entityId: id,
        projectId,
        after: view,
      });
      return { source, expiresAt: isoTime(view.expires_at) };
    });
    return this.opener.open(scope, source, id, expiresAt);
  }
}
