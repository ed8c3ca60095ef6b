import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Transaction, TenantDatabase, violates } from '#platform/database';
import { conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { ServiceAccountEntity } from './service-account.entity.js';

/** What authentication needs of an account. */
export interface ServiceAccountKeyRow {
  readonly id: number;
  readonly name: string;
  readonly role: ServiceAccountEntity['role'];
  readonly projectIds: number[] | null;
  readonly keyHash: Buffer;
  readonly previousKeyHash: Buffer | null;
  /** ISO 8601. */
  readonly previousKeyExpiresAt: string | null;
}

/** The service accounts of a tenant. */
@Injectable()
export class ServiceAccountsRepository {
  constructor(private readonly database: TenantDatabase) {}

  async keyRow(scope: Scope, id: number): Promise<ServiceAccountKeyRow | null> {
    const [rows] = await this.database.read(scope, {
      name: 'service_account_key',
      text: `select id, name, role, project_ids as "projectIds", key_hash as "keyHash",
          previous_key_hash as "previousKeyHash", previous_key_expires_at as "previousKeyExpiresAt"
        from service_accounts where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id],
    });
    return (rows?.[0] as ServiceAccountKeyRow | undefined) ?? null;
  }

  async list(tx: Transaction, scope: Scope): Promise<ServiceAccountEntity[]> {
    return tx.manager.find(ServiceAccountEntity, {
      where: { tenantId: scope.tenantId },
      order: { id: 'ASC' },
    });
  }

  /** Those of the ids that are accounts of the tenant. */
  async existing(tx: Transaction, scope: Scope, ids: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await tx.manager.find(ServiceAccountEntity, {
      select: { id: true },
      where: { tenantId: scope.tenantId, id: In([...ids]) },
    });
    return new Set(rows.map((row) => row.id));
  }

  async find(tx: Transaction, scope: Scope, id: number): Promise<ServiceAccountEntity | null> {
    return tx.manager.findOneBy(ServiceAccountEntity, { tenantId: scope.tenantId, id });
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<ServiceAccountEntity | null> {
    return tx.manager.findOne(ServiceAccountEntity, {
      where: { tenantId: scope.tenantId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async nextId(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ id: number }>(
      `select nextval(pg_get_serial_sequence('service_accounts', 'id')) as id`,
    );
    return row!.id;
  }

  /** @throws DomainError `conflict` when the tenant has an account of that name */
  async insert(
    tx: Transaction,
    account: Omit<ServiceAccountEntity, 'version' | 'createdAt' | 'rotatedAt'>,
  ): Promise<ServiceAccountEntity> {
    try {
      await tx.manager.insert(ServiceAccountEntity, account);
    } catch (error) {
      if (violates(error, 'service_accounts_name')) {
        throw conflict('service_account_exists', 'A service account of this name exists.');
      }
      throw error;
    }
    return tx.manager.findOneByOrFail(ServiceAccountEntity, { tenantId: account.tenantId, id: account.id });
  }

  async saveKey(tx: Transaction, account: ServiceAccountEntity): Promise<void> {
    const { tenantId, id, keyHash, previousKeyHash, previousKeyExpiresAt, rotatedAt, version } = account;
    await tx.manager.update(
      ServiceAccountEntity,
      { tenantId, id },
      { keyHash, previousKeyHash, previousKeyExpiresAt, rotatedAt, version },
    );
  }

  /** Forgets the keys before the last rotation whose overlap is over; answers how many. */
  async purgeExpiredKeys(tx: Transaction, scope: Scope): Promise<number> {
    const rows = await tx.query<{ purged: number }>(
      `with expired as (
         update service_accounts set previous_key_hash = null, previous_key_expires_at = null
         where tenant_id = $1 and previous_key_expires_at < now() returning 1)
       select count(*) as purged from expired`,
      [scope.tenantId],
    );
    return rows[0]!.purged;
  }

  async remove(tx: Transaction, scope: Scope, id: number): Promise<boolean> {
    const result = await tx.manager.delete(ServiceAccountEntity, { tenantId: scope.tenantId, id });
    return result.affected === 1;
  }

  /** Tells every instance that somebody's access to the tenant changed. */
  async bumpAccessEpoch(tx: Transaction, scope: Scope): Promise<void> {
    await tx.query('update tenants set access_epoch = access_epoch + 1 where id = $1', [scope.tenantId]);
  }
}
