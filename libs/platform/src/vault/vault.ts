import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Queries, TenantDatabase, Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { KeyProvider } from './key-provider.js';
import { TenantVault } from './tenant-vault.js';

interface StoredKey {
  readonly id: number;
  readonly wrapped: Buffer;
  readonly encryption_key_id: string;
}

const DATA_KEY_BYTES = 32;
const CACHED_TENANTS = 5_000;
const CACHE_MS = 10 * 60 * 1000;

/**
 * The tenants' vaults. A vault comes from committed rows alone: a data key made in a transaction that
 * rolled back was never read here, so it can never seal anything.
 */
export class Vault {
  private readonly cache = new LRUCache<number, Promise<TenantVault>>({ max: CACHED_TENANTS, ttl: CACHE_MS });

  constructor(
    private readonly keys: KeyProvider,
    private readonly database: TenantDatabase,
  ) {
    database.useAuditKeys((scope) => this.forTenant(scope));
  }

  /**
   * The vault of the scope's tenant. Ask before a transaction begins: it may read on a connection of its own.
   *
   * @throws DomainError `internal` when a data key cannot be unwrapped
   */
  async forTenant(scope: Scope): Promise<TenantVault> {
    const cached = this.cache.get(scope.tenantId);
    if (cached) return cached;
    const loading = this.load(scope);
    this.cache.set(scope.tenantId, loading);
    loading.catch(() => this.cache.delete(scope.tenantId));
    return loading;
  }

  /** Makes a tenant's first data key, inside the transaction that makes the tenant. */
  async createDataKey(tx: Transaction, tenantId: number): Promise<void> {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const [row] = await tx.query<{ id: number }>(
      `select nextval(pg_get_serial_sequence('data_keys', 'id')) as id`,
    );
    const { wrapped, encryptionKeyId } = await this.keys.wrap(dataKey, [tenantId, row!.id]);
    await tx.query(
      'insert into data_keys (tenant_id, id, wrapped, encryption_key_id) values ($1, $2, $3, $4)',
      [tenantId, row!.id, wrapped, encryptionKeyId],
    );
  }

  /** Forgets a tenant's keys, after they were destroyed. */
  forget(tenantId: number): void {
    this.cache.delete(tenantId);
  }

  private async load(scope: Scope): Promise<TenantVault> {
    const [rows] = await this.database.read(scope, {
      name: 'data_keys_of_tenant',
      text: 'select id, wrapped, encryption_key_id from data_keys where tenant_id = $1 order by id',
      values: [scope.tenantId],
    });
    const keys = await Promise.all(
      (rows as StoredKey[]).map(async (row) => ({
        id: row.id,
        key: await this.keys.unwrap({ wrapped: row.wrapped, encryptionKeyId: row.encryption_key_id }, [
          scope.tenantId,
          row.id,
        ]),
      })),
    );
    return new TenantVault(scope.tenantId, keys);
  }
}

/**
 * Compares the key ring with the keys that the database was sealed under, and registers the active one.
 *
 * @returns why the server must not start, in one line, or null
 */
export async function checkEncryptionKeys(queries: Queries, keys: KeyProvider): Promise<string | null> {
  const mismatch = await keyMismatch(queries, keys);
  if (mismatch !== null) return mismatch;
  await queries.query(
    'insert into encryption_keys (id, check_value) values ($1, $2) on conflict (id) do nothing',
    [keys.activeKeyId, await keys.checkValue(keys.activeKeyId)],
  );
  // Another instance may have been first, with another key of the same id.
  return keyMismatch(queries, keys);
}

async function keyMismatch(queries: Queries, keys: KeyProvider): Promise<string | null> {
  const known = await queries.query<{ id: string; check_value: Buffer }>(
    'select id, check_value from encryption_keys order by id',
  );
  for (const { id, check_value } of known) {
    if (!keys.keyIds.includes(id)) return `the key ring lacks the key "${id}" that sealed this database`;
    if (!(await keys.checkValue(id)).equals(check_value)) {
      return `the key "${id}" of the key ring is not the one that sealed this database`;
    }
  }
  return null;
}
