import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { INDEXING, type IndexingStatus } from '../discovery/indexing-status.js';

export interface CredentialUser {
  readonly id: number;
  readonly name: string;
  readonly projectId: number | null;
}

/** A connection whose catalog was found by a credential. */
export interface IndexedUser {
  readonly id: number;
  readonly status: IndexingStatus;
}

/** Which connections point to a credential. */
@Injectable()
export class CredentialUsageRepository {
  async usersOf(tx: Transaction, scope: Scope, credentialId: number): Promise<CredentialUser[]> {
    return tx.query<CredentialUser>(
      `select id, name, project_id as "projectId" from connections
       where tenant_id = $1 and credential_id = $2 and deleted_at is null order by id`,
      [scope.tenantId, credentialId],
    );
  }

  /**
   * Locks the connections that use a credential, deleted ones too. Call it before the credential is locked: who
   * changes a connection takes them in this order.
   */
  async lockUsersOf(tx: Transaction, scope: Scope, credentialId: number): Promise<IndexedUser[]> {
    return tx.query<IndexedUser>(
      `select id, indexing_status as status from connections
       where tenant_id = $1 and credential_id = $2 order by id for no key update`,
      [scope.tenantId, credentialId],
    );
  }

  /** Says that these connections may show other tables than before. */
  async changed(tx: Transaction, scope: Scope, users: readonly IndexedUser[]): Promise<void> {
    const changes = users
      .map(({ id, status }) => ({ id, status, next: INDEXING.next(status, 'changed') ?? status }))
      .filter(({ status, next }) => next !== status);
    if (changes.length === 0) return;
    await tx.query(
      `update connections c set indexing_status = i.status, indexing_status_last_updated = clock_timestamp()
       from unnest($2::bigint[], $3::text[]) as i(id, status) where c.tenant_id = $1 and c.id = i.id`,
      [scope.tenantId, changes.map(({ id }) => id), changes.map(({ next }) => next)],
    );
  }
}
