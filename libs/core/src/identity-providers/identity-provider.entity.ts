import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import type { ProviderAlgorithm, ProviderClaims } from './provider-rules.js';

/** An issuer whose tokens make users of one tenant. */
@Entity('identity_providers')
@Unique('identity_providers_name', ['tenantId', 'nameKey'])
export class IdentityProviderEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'identity_providers_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'identity_providers_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text' })
  audience!: string;

  @Column({ name: 'jwks_uri', type: 'text' })
  jwksUri!: string;

  @Column({ type: 'text', array: true })
  algorithms!: ProviderAlgorithm[];

  @Column({ type: 'jsonb' })
  claims!: ProviderClaims;

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
