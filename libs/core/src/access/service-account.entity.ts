import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { TenantRole } from './permissions.js';

/** A program that acts in a tenant, known by its API key. */
@Entity('service_accounts')
@Unique('service_accounts_name', ['tenantId', 'nameKey'])
export class ServiceAccountEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'service_accounts_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'service_accounts_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  role!: TenantRole;

  /** The projects it is bound to; null means all. */
  @Column({ name: 'project_ids', type: 'bigint', array: true, nullable: true })
  projectIds!: number[] | null;

  @Column({ name: 'key_hash', type: 'bytea' })
  keyHash!: Buffer;

  /** The key before the last rotation, while its overlap lasts. */
  @Column({ name: 'previous_key_hash', type: 'bytea', nullable: true })
  previousKeyHash!: Buffer | null;

  @Column({ name: 'previous_key_expires_at', type: 'timestamptz', precision: 3, nullable: true })
  previousKeyExpiresAt!: Date | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'rotated_at', type: 'timestamptz', precision: 3, nullable: true })
  rotatedAt!: Date | null;
}
