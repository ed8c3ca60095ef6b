import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

export type KnownHostOrigin = 'approved' | 'first_use';

/** The key by which a tenant recognises one SSH server. */
@Entity('ssh_known_hosts')
export class SshKnownHostEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'ssh_known_hosts_pkey' })
  tenantId!: number;

  /** Canonical. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'ssh_known_hosts_pkey' })
  host!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'ssh_known_hosts_pkey' })
  port!: number;

  /** Null when only the fingerprint was given. */
  @Column({ name: 'key_type', type: 'text', nullable: true })
  keyType!: string | null;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text' })
  origin!: KnownHostOrigin;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
