import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#connector-sdk';

/** What a connection was before a change. The version that it has now is the connection itself. */
@Entity('connection_versions')
export class ConnectionVersionEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'connection_versions_pkey' })
  tenantId!: number;

  @PrimaryColumn({
    name: 'connection_id',
    type: 'bigint',
    primaryKeyConstraintName: 'connection_versions_pkey',
  })
  connectionId!: number;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'connection_versions_pkey' })
  version!: number;

  @Column({ name: 'project_id', type: 'bigint', nullable: true })
  projectId!: number | null;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ name: 'db_type', type: 'text', nullable: true })
  dbType!: string | null;

  @Column({ type: 'jsonb' })
  payload!: JsonObject;

  @Column({ type: 'jsonb', nullable: true })
  transport!: JsonObject | null;

  @Column({ name: 'secret_versions', type: 'jsonb' })
  secretVersions!: Record<string, number>;

  @Column({ name: 'credential_id', type: 'bigint', nullable: true })
  credentialId!: number | null;

  @Column({ name: 'credential_type', type: 'text', nullable: true })
  credentialType!: string | null;

  @Column({ name: 'credential_server_fields', type: 'jsonb', nullable: true })
  credentialServerFields!: JsonObject | null;

  /** The version of the credential's secret when the connection's version ended. */
  @Column({ name: 'credential_secret_version', type: 'integer', nullable: true })
  credentialSecretVersion!: number | null;

  @Column({ name: 'changed_by', type: 'text' })
  changedBy!: string;

  @Column({ name: 'changed_at', type: 'timestamptz', precision: 3 })
  changedAt!: Date;
}
