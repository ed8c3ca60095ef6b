import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

export interface CredentialUser {
  readonly id: number;
  readonly name: string;
  readonly projectId: number | null;
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
}
