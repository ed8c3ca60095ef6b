import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import type { JsonObject } from '#connector-sdk';
import type { LeasePolicy } from '../leases/lease-policy.js';
import type { IndexingStatus } from '../discovery/indexing-status.js';
import type { StoredHealth } from './connection-health.js';
import type { LastCheck } from './last-check.js';

export type OwnScope = 'PROJECT' | 'GLOBAL';

/** A typed connection to a data source; what is secret of it is in `connection_secrets` and its credential. */
@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'connections_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'connections_pkey',
  })
  id!: number;

  /** Null for a GLOBAL connection. */
  @Column({ name: 'project_id', type: 'bigint', nullable: true })
  projectId!: number | null;

  @Column({
    type: 'text',
    generatedType: 'STORED',
    asExpression: `case when project_id is null then 'GLOBAL' else 'PROJECT' end`,
    insert: false,
    update: false,
  })
  scope!: OwnScope;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ name: 'db_type', type: 'text', nullable: true })
  dbType!: string | null;

  /** The payload as it was given, without its sealed properties. */
  @Column({ type: 'jsonb' })
  payload!: JsonObject;

  /** The transport as it was given, without its secrets. */
  @Column({ type: 'jsonb', nullable: true })
  transport!: JsonObject | null;

  /** By path of a sealed property: which of its versions is the current one. */
  @Column({ name: 'secret_versions', type: 'jsonb', default: {} })
  secretVersions!: Record<string, number>;

  @Column({ name: 'credential_id', type: 'bigint', nullable: true })
  credentialId!: number | null;

  /** How the last check went; checks write it past this entity. */
  @Column({ name: 'last_check', type: 'jsonb', nullable: true, insert: false, update: false })
  lastCheck!: LastCheck | null;

  /** Which resolvers may lease its secrets; null for every one of its scope. */
  @Column({ name: 'lease_policy', type: 'jsonb', nullable: true })
  leasePolicy!: LeasePolicy | null;
  @Column({ name: 'include_tables', type: 'jsonb', nullable: true })
  includeTables!: readonly string[] | null;

  @Column({ name: 'exclude_tables', type: 'jsonb', nullable: true })
  excludeTables!: readonly string[] | null;

  @Column({ name: 'exclude_all_tables', type: 'boolean', default: false })
  excludeAllTables!: boolean;

  @Column({ type: 'jsonb', nullable: true })
  schemas!: readonly string[] | null;

  @Column({ name: 'indexing_status', type: 'text', default: 'UNKNOWN' })
  indexingStatus!: IndexingStatus;

  @Column({
    name: 'indexing_status_last_updated',
    type: 'timestamptz',
    precision: 3,
    default: () => 'now()',
  })
  indexingStatusLastUpdated!: Date;

  @Column({ name: 'discovery_schedule', type: 'text', nullable: true })
  discoverySchedule!: string | null;

  @Column({ name: 'check_schedule', type: 'text', nullable: true })
  checkSchedule!: string | null;

  @Column({ name: 'next_discovery_at', type: 'timestamptz', precision: 3, nullable: true })
  nextDiscoveryAt!: Date | null;

  @Column({ name: 'next_check_at', type: 'timestamptz', precision: 3, nullable: true })
  nextCheckAt!: Date | null;

  /** How its checks go; they write it past this entity. */
  @Column({ type: 'jsonb', nullable: true, insert: false, update: false })
  health!: StoredHealth | null;

  /** What contracts keep with it, by namespace; past the entity's own members, for plain reads do without. */
  @Column({ type: 'jsonb', default: {} })
  attributes!: Record<string, JsonObject>;

  /** The same for secrets, each sealed for its name, as base64. */
  @Column({ name: 'sealed_attributes', type: 'jsonb', default: {} })
  sealedAttributes!: Record<string, Record<string, string>>;

  /** When it was deleted; it can be restored until `purgeAt`. */
  @Column({ name: 'deleted_at', type: 'timestamptz', precision: 3, nullable: true })
  deletedAt!: Date | null;

  @Column({ name: 'deleted_by', type: 'text', nullable: true })
  deletedBy!: string | null;

  @Column({ name: 'purge_at', type: 'timestamptz', precision: 3, nullable: true })
  purgeAt!: Date | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy!: string;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
