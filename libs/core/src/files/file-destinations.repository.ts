import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** Where files may be sent that are secrets; a new version of a file goes where the one before did. */
@Injectable()
export class FileDestinationsRepository {
  async of(tx: Transaction, scope: Scope, fileId: number): Promise<string[]> {
    const rows = await tx.run<{ destination: string }>({
      name: 'file_destinations',
      text: 'select destination from file_destinations where tenant_id = $1 and file_id = $2',
      values: [scope.tenantId, fileId],
    });
    return rows.map(({ destination }) => destination);
  }

  async approve(tx: Transaction, scope: Scope, fileId: number, destination: string): Promise<void> {
    await tx.run({
      name: 'file_destination_approve',
      text: `insert into file_destinations (tenant_id, file_id, destination, approved_by)
        values ($1, $2, $3, $4) on conflict do nothing`,
      values: [scope.tenantId, fileId, destination, scope.principal.name],
    });
  }
}
