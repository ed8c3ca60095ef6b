import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A tenant's data key, wrapped. */
@Entity('data_keys')
export class DataKeyEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'data_keys_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'data_keys_pkey',
  })
  id!: number;

  @Column({ type: 'bytea' })
  wrapped!: Buffer;

  @Column({ name: 'encryption_key_id', type: 'text' })
  encryptionKeyId!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
