import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Secrets of one version of a connection, handed to a principal for a time. It holds none of them. */
@Entity('leases')
@Index('leases_connection_id', ['tenantId', 'connectionId'])
@Index('leases_holder', ['tenantId', 'holderKind', 'holderId'])
export class LeaseEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'leases_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'leases_pkey',
  })
  id!: number;

  @Column({ name: 'connection_id', type: 'bigint' })
  connectionId!: number;

  /** The connection's project when it was leased; null for GLOBAL. */
  @Column({ name: 'project_id', type: 'bigint', nullable: true })
  projectId!: number | null;

  @Column({ name: 'connection_version', type: 'integer' })
  connectionVersion!: number;

  @Column({ name: 'credential_id', type: 'bigint', nullable: true })
  credentialId!: number | null;

  /** Of the credential; 0 where there is none. */
  @Column({ name: 'secret_version', type: 'integer' })
  secretVersion!: number;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ name: 'ttl_seconds', type: 'integer' })
  ttlSeconds!: number;

  /** Who has the secrets: of a wrapped lease, who asked for it, until somebody opens it. */
  @Column({ name: 'holder_kind', type: 'text' })
  holderKind!: string;

  @Column({ name: 'holder_id', type: 'text' })
  holderId!: string;

  @Column({ type: 'text' })
  holder!: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** Of a wrapped lease that nobody opened: when its token ends. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ name: 'wrap_hash', type: 'bytea', nullable: true })
  wrapHash!: Buffer | null;

  @Column({ name: 'unwrapped_at', type: 'timestamptz', precision: 3, nullable: true })
  unwrappedAt!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;

  @Column({ name: 'revoked_by', type: 'text', nullable: true })
  revokedBy!: string | null;

  @Column({ name: 'revoke_reason', type: 'text', nullable: true })
  revokeReason!: string | null;

  /** When the connection or its credential last changed beneath the lease, or the lease was revoked. */
  @Column({ name: 'changed_at', type: 'timestamptz', precision: 3, nullable: true })
  changedAt!: Date | null;

  /** That change's place in the tenant's order. */
  @Column({ name: 'change_number', type: 'bigint', nullable: true })
  changeNumber!: number | null;
}
