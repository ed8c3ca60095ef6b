import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import type { JsonObject } from '#connector-sdk';

export type OwnScope = 'PROJECT' | 'GLOBAL';

/** A credential's head: everything but its secret, which is in its sealed versions. */
@Entity('credentials')
export class CredentialEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'credentials_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'credentials_pkey',
  })
  id!: number;

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

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ name: 'name_key', type: 'text', nullable: true })
  nameKey!: string | null;

  @Column({ type: 'text' })
  type!: string;

  /** True while it belongs to one connection alone; false for one that is shared by its id. */
  @Column({ type: 'boolean' })
  inline!: boolean;

  /** The connection whose former versions alone use it: no list shows it, and it goes with that connection. */
  @Column({ name: 'retired_from', type: 'bigint', nullable: true })
  retiredFrom!: number | null;

  /** Which sealed version is the current one. */
  @Column({ name: 'secret_version', type: 'integer', default: 1 })
  secretVersion!: number;

  @Column({ type: 'text' })
  fingerprint!: string;

  /** What the server adds to the payload; nothing of it is secret. */
  @Column({ name: 'server_fields', type: 'jsonb', default: {} })
  serverFields!: JsonObject;

  /** When it stops being of use, as far as it says so itself. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3, nullable: true })
  expiresAt!: Date | null;

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
