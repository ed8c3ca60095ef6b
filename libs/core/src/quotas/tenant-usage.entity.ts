import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much of one quota a tenant uses. */
@Entity('tenant_usage')
export class TenantUsageEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'tenant_usage_pkey' })
  tenantId!: number;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'tenant_usage_pkey' })
  what!: string;

  /** Since 1970, for what is counted for each minute; otherwise 0. */
  @Column({ type: 'bigint', default: 0 })
  minute!: number;

  @Column({ type: 'bigint' })
  used!: number;
}
