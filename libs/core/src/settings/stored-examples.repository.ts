import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** What is stored of the rows of a tenant's sources. */
@Injectable()
export class StoredExamplesRepository {
  /** Takes away example rows and the values of columns; what is known of the tables themselves stays. */
  async erase(tx: Transaction, scope: Scope): Promise<void> {
    await tx.run({
      name: 'tables_erase_examples',
      text: `update catalog_tables set examples = null, categories = null
        where tenant_id = $1 and (examples is not null or categories is not null)`,
      values: [scope.tenantId],
    });
  }
}
