import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction, violates } from '#platform/database';
import { conflict } from '#platform/errors';
import { isSlug } from './slug.js';
import { TENANT_TABLES } from './tenant-tables.js';
import { TenantEntity, type TenantStatus } from './tenant.entity.js';

/** What every request needs to know of a tenant. */
export interface TenantHead {
  readonly id: number;
  readonly slug: string;
  readonly status: TenantStatus;
  readonly accessEpoch: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

const HEAD = 'id, slug, status, access_epoch as "accessEpoch", settings';

/** What the platform's administrator did. */
export interface PlatformAuditRecord {
  readonly action: string;
  /** The tenant's slug; null for what is of no tenant. */
  readonly tenant: string | null;
  readonly before?: object;
  readonly after?: object;
}

export interface PlatformAuditEvent extends PlatformAuditRecord {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly request_id: string;
}

/** The table of tenants: the one table that belongs to no tenant. */
@Injectable()
export class TenantsRepository {
  constructor(private readonly database: TenantDatabase) {}

  async headBySlug(slug: string): Promise<TenantHead | null> {
    return isSlug(slug) ? this.head('slug = $1', slug) : null;
  }

  async headById(id: number): Promise<TenantHead | null> {
    return this.head('id = $1', id);
  }

  /** Every tenant, by id. */
  async heads(): Promise<TenantHead[]> {
    return this.database.statement<TenantHead>({
      name: 'tenant_heads',
      text: `select ${HEAD} from tenants order by id`,
      values: [],
    });
  }

  async list(): Promise<TenantEntity[]> {
    return this.database.dataSource.getRepository(TenantEntity).find({ order: { slug: 'ASC' } });
  }

  async bySlug(slug: string): Promise<TenantEntity | null> {
    if (!isSlug(slug)) return null;
    return this.database.dataSource.getRepository(TenantEntity).findOneBy({ slug });
  }

  /**
   * Locked against other changes of the row, and not against rows that refer to it: whoever holds the end of
   * the audit chain adds one, and this transaction asks for that end last.
   */
  async lockBySlug(tx: Transaction, slug: string): Promise<TenantEntity | null> {
    if (!isSlug(slug)) return null;
    return tx.manager.findOne(TenantEntity, { where: { slug }, lock: { mode: 'for_no_key_update' } });
  }

  /** @throws DomainError `conflict` when the slug is taken */
  async insert(
    tx: Transaction,
    tenant: Pick<TenantEntity, 'slug' | 'name' | 'createdBy'>,
  ): Promise<TenantEntity> {
    try {
      const { identifiers } = await tx.manager.insert(TenantEntity, tenant);
      return await tx.manager.findOneByOrFail(TenantEntity, { id: (identifiers[0] as { id: number }).id });
    } catch (error) {
      if (violates(error, 'tenants_slug')) throw conflict('tenant_exists', 'A tenant of this slug exists.');
      throw error;
    }
  }

  async save(tx: Transaction, tenant: TenantEntity): Promise<TenantEntity> {
    return tx.manager.save(TenantEntity, tenant);
  }

  async countConnections(tx: Transaction, tenantId: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'select count(*) from connections where tenant_id = $1 and deleted_at is null',
      [tenantId],
    );
    return row!.count;
  }

  /** Deletes every row of the tenant, and the tenant. */
  async erase(tx: Transaction, tenantId: number): Promise<void> {
    for (const table of TENANT_TABLES) {
      await tx.query(`delete from ${table} where tenant_id = $1`, [tenantId]);
    }
    await tx.manager.delete(TenantEntity, { id: tenantId });
  }

  /** Ends what instances remember of every tenant. */
  async raiseAccessEpochs(tx: Transaction): Promise<void> {
    await tx.query('update tenants set access_epoch = access_epoch + 1');
  }

  async recordAudit(
    tx: Transaction,
    actor: { readonly name: string; readonly requestId: string },
    record: PlatformAuditRecord,
  ): Promise<void> {
    await tx.query(
      `insert into platform_audit_events (actor, action, tenant, before, after, request_id)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        actor.name,
        record.action,
        record.tenant,
        record.before ?? null,
        record.after ?? null,
        actor.requestId,
      ],
    );
  }

  async auditEvents(limit: number): Promise<PlatformAuditEvent[]> {
    return this.database.statement<PlatformAuditEvent>({
      name: 'platform_audit_events',
      text: `select id, at, actor, action, tenant, before, after, request_id
        from platform_audit_events order by id desc limit $1`,
      values: [limit],
    });
  }

  private async head(where: string, value: string | number): Promise<TenantHead | null> {
    const rows = await this.database.statement<TenantHead>({
      name: `tenant_head_by_${where.startsWith('slug') ? 'slug' : 'id'}`,
      text: `select ${HEAD} from tenants where ${where}`,
      values: [value],
    });
    return rows[0] ?? null;
  }
}
