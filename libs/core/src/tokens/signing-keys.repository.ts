import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { KeyProvider, WrappedKey } from '#platform/vault';
import type { PublicJwk } from './signing-key.js';

/** A key as everybody may know it. */
export interface SigningKeyRow {
  readonly id: string;
  readonly algorithm: string;
  readonly publicKey: PublicJwk;
  readonly createdBy: string;
  readonly activatedAt: Date;
  readonly retiredAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The key that signs, with its wrapped private half. */
export interface ActiveSigningKeyRow extends WrappedKey {
  readonly id: string;
  readonly publicKey: PublicJwk;
}

export interface SigningKeyInsert extends WrappedKey {
  readonly id: string;
  readonly algorithm: string;
  readonly publicKey: PublicJwk;
  readonly createdBy: string;
}

const PUBLIC = `id, algorithm, public_key as "publicKey", created_by as "createdBy",
  activated_at as "activatedAt", retired_at as "retiredAt", revoked_at as "revokedAt"`;

/** The signing keys of the platform: a table that belongs to no tenant. */
@Injectable()
export class SigningKeysRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** The one that is not retired, or null before the first start. */
  async active(): Promise<ActiveSigningKeyRow | null> {
    const rows = await this.database.statement<ActiveSigningKeyRow>({
      name: 'signing_key_active',
      text: `select id, public_key as "publicKey", wrapped, encryption_key_id as "encryptionKeyId"
        from signing_keys where retired_at is null`,
      values: [],
    });
    return rows[0] ?? null;
  }

  /** The active one, and those that were retired at most so many seconds ago and not revoked. */
  async published(overlapSeconds: number): Promise<SigningKeyRow[]> {
    return this.database.statement<SigningKeyRow>({
      name: 'signing_keys_published',
      text: `select ${PUBLIC} from signing_keys
        where retired_at is null or (retired_at > now() - make_interval(secs => $1) and revoked_at is null)
        order by activated_at desc, id`,
      values: [overlapSeconds],
    });
  }

  /** All that there ever were, the newest first. */
  async list(): Promise<SigningKeyRow[]> {
    return this.database.statement<SigningKeyRow>({
      name: 'signing_keys',
      text: `select ${PUBLIC} from signing_keys order by activated_at desc, id limit 1000`,
      values: [],
    });
  }

  /** Adds the first key; another instance may have been quicker, and then its key stays. */
  async insertFirst(key: SigningKeyInsert): Promise<void> {
    await this.database.platformTransaction((tx) =>
      tx.query(`${INSERT} on conflict do nothing`, valuesOf(key)),
    );
  }

  /** Makes this the active key. The private half of the one before is destroyed: it signs nothing any more. */
  async replaceActive(tx: Transaction, key: SigningKeyInsert): Promise<SigningKeyRow> {
    await tx.query('lock table signing_keys in share row exclusive mode');
    await tx.query(
      `update signing_keys set retired_at = now(), wrapped = null, encryption_key_id = null where retired_at is null`,
    );
    const rows = await tx.query<SigningKeyRow>(`${INSERT} returning ${PUBLIC}`, valuesOf(key));
    return rows[0]!;
  }

  /** The key of this id, which nobody else changes until the transaction ends; null where there is none. */
  async lock(tx: Transaction, id: string): Promise<SigningKeyRow | null> {
    await tx.query('lock table signing_keys in share row exclusive mode');
    const rows = await tx.query<SigningKeyRow>(`select ${PUBLIC} from signing_keys where id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Takes a retired key back. */
  async revoke(tx: Transaction, id: string): Promise<SigningKeyRow> {
    const rows = await tx.query<SigningKeyRow>(
      `with revoked as (update signing_keys set revoked_at = now() where id = $1 returning *)
       select ${PUBLIC} from revoked`,
      [id],
    );
    return rows[0]!;
  }

  /** Wraps the active key under the active key-encryption key; answers whether that changed anything. */
  async rewrap(keys: KeyProvider): Promise<boolean> {
    return this.database.platformTransaction(async (tx) => {
      const [row] = await tx.query<ActiveSigningKeyRow>(
        `select id, wrapped, encryption_key_id as "encryptionKeyId" from signing_keys
         where retired_at is null and encryption_key_id <> $1 for update`,
        [keys.activeKeyId],
      );
      if (!row) return false;
      const context = wrappingContext(row.id);
      const { wrapped, encryptionKeyId } = await keys.wrap(await keys.unwrap(row, context), context);
      await tx.query('update signing_keys set wrapped = $2, encryption_key_id = $3 where id = $1', [
        row.id,
        wrapped,
        encryptionKeyId,
      ]);
      return true;
    });
  }
}

/** What a private half is bound to when it is wrapped: it opens for no other key, and for no tenant. */
export function wrappingContext(id: string): readonly string[] {
  return ['signing_key', id];
}

const INSERT = `insert into signing_keys (id, algorithm, public_key, wrapped, encryption_key_id, created_by)
  values ($1, $2, $3, $4, $5, $6)`;

function valuesOf(key: SigningKeyInsert): unknown[] {
  const { id, algorithm, publicKey, wrapped, encryptionKeyId, createdBy } = key;
  return [id, algorithm, JSON.stringify(publicKey), wrapped, encryptionKeyId, createdBy];
}
