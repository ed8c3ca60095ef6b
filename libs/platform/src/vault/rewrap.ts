import { type TenantDatabase, violates } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { KeyProvider } from './key-provider.js';

interface WrappedRow {
  readonly id: number;
  readonly wrapped: Buffer;
  readonly encryption_key_id: string;
}

/**
 * Wraps a tenant's data keys under the active key-encryption key; those that are wrapped so already stay.
 * Nothing that the data keys sealed is touched.
 *
 * @returns how many were wrapped anew
 */
export async function rewrapDataKeys(
  database: TenantDatabase,
  keys: KeyProvider,
  scope: Scope,
): Promise<number> {
  return database.transaction(scope, async (tx) => {
    const rows = await tx.query<WrappedRow>(
      `select id, wrapped, encryption_key_id from data_keys
       where tenant_id = $1 and encryption_key_id <> $2 for update`,
      [scope.tenantId, keys.activeKeyId],
    );
    for (const row of rows) {
      const context = [scope.tenantId, row.id];
      const old = { wrapped: row.wrapped, encryptionKeyId: row.encryption_key_id };
      const { wrapped, encryptionKeyId } = await keys.wrap(await keys.unwrap(old, context), context);
      await tx.query(
        'update data_keys set wrapped = $3, encryption_key_id = $4 where tenant_id = $1 and id = $2',
        [scope.tenantId, row.id, wrapped, encryptionKeyId],
      );
    }
    return rows.length;
  });
}

/** The foreign keys of whatever is wrapped. */
const USES = ['data_keys_encryption_key', 'signing_keys_encryption_key'];

/**
 * Forgets the key-encryption keys that no key is wrapped under any more, so that they may leave the key
 * ring. Whether one is still needed is for its foreign key to say: no role sees all tenants' rows.
 */
export async function forgetUnusedKeys(database: TenantDatabase, keys: KeyProvider): Promise<void> {
  const known = await database.statement<{ id: string }>({
    name: 'encryption_key_ids',
    text: 'select id from encryption_keys where id <> $1',
    values: [keys.activeKeyId],
  });
  for (const { id } of known) {
    const query = {
      name: 'forget_encryption_key',
      text: 'delete from encryption_keys where id = $1',
      values: [id],
    };
    await database.statement(query).catch((error: unknown) => {
      if (!USES.some((use) => violates(error, use))) throw error;
    });
  }
}
