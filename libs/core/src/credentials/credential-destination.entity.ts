import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Where one version of a credential may be sent: approved by somebody who had the right to say so. */
@Entity('credential_destinations')
export class CredentialDestinationEntity {
  @PrimaryColumn({
    name: 'tenant_id',
    type: 'bigint',
    primaryKeyConstraintName: 'credential_destinations_pkey',
  })
  tenantId!: number;

  @PrimaryColumn({
    name: 'credential_id',
    type: 'bigint',
    primaryKeyConstraintName: 'credential_destinations_pkey',
  })
  credentialId!: number;

  @PrimaryColumn({
    name: 'secret_version',
    type: 'integer',
    primaryKeyConstraintName: 'credential_destinations_pkey',
  })
  secretVersion!: number;

  /** The destination's fingerprint and the weakest TLS mode that was approved with it. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'credential_destinations_pkey' })
  destination!: string;

  @Column({ name: 'approved_by', type: 'text' })
  approvedBy!: string;

  @CreateDateColumn({ name: 'approved_at', type: 'timestamptz', precision: 3 })
  approvedAt!: Date;
}
