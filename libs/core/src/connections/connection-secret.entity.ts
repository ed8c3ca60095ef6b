import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One sealed version of one secret property of a connection, and where that version may be sent. */
@Entity('connection_secrets')
export class ConnectionSecretEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'connection_secrets_pkey' })
  tenantId!: number;

  @PrimaryColumn({
    name: 'connection_id',
    type: 'bigint',
    primaryKeyConstraintName: 'connection_secrets_pkey',
  })
  connectionId!: number;

  /** For example `transport.ssh.password`. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'connection_secrets_pkey' })
  path!: string;

  @PrimaryColumn({
    name: 'secret_version',
    type: 'integer',
    primaryKeyConstraintName: 'connection_secrets_pkey',
  })
  secretVersion!: number;

  @Column({ type: 'bytea' })
  sealed!: Buffer;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text' })
  destination!: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
