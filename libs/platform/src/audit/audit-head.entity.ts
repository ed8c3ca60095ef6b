import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the first event of a chain follows: 32 bytes of zero. */
const START = `'\\x${'00'.repeat(32)}'`;

/** Where a tenant's chain of audit events ends, and where it begins after events were purged. */
@Entity('audit_heads')
export class AuditHeadEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'audit_heads_pkey' })
  tenantId!: number;

  /** Of the newest event; 0 before the first. */
  @Column({ type: 'bigint', default: 0 })
  sequence!: number;

  @Column({ type: 'bytea', default: () => START })
  hash!: Buffer;

  /** Of the newest event that was purged; 0 when none was. */
  @Column({ name: 'purged_sequence', type: 'bigint', default: 0 })
  purgedSequence!: number;

  @Column({ name: 'purged_hash', type: 'bytea', default: () => START })
  purgedHash!: Buffer;

  /** Says that the service itself purged up to there. */
  @Column({ name: 'purge_seal', type: 'bytea', nullable: true })
  purgeSeal!: Buffer | null;
}
