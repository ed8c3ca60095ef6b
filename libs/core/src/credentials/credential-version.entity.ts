import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One sealed version of a credential's payload. */
@Entity('credential_versions')
export class CredentialVersionEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'credential_versions_pkey' })
  tenantId!: number;

  @PrimaryColumn({
    name: 'credential_id',
    type: 'bigint',
    primaryKeyConstraintName: 'credential_versions_pkey',
  })
  credentialId!: number;

  @PrimaryColumn({
    name: 'secret_version',
    type: 'integer',
    primaryKeyConstraintName: 'credential_versions_pkey',
  })
  secretVersion!: number;

  @Column({ type: 'bytea' })
  sealed!: Buffer;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
