import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CheckServer, StepView } from './check-view.js';

export type CheckStatus = 'running' | 'done';

/** One run of a check; of a connection, or of a body that is stored nowhere. */
@Entity('checks')
export class CheckEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'bigint', primaryKeyConstraintName: 'checks_pkey' })
  tenantId!: number;

  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'checks_pkey',
  })
  id!: number;

  /** Null for one of the tenant as a whole. */
  @Column({ name: 'project_id', type: 'bigint', nullable: true })
  projectId!: number | null;

  /** Null for a body that was tested and not stored. */
  @Column({ name: 'connection_id', type: 'bigint', nullable: true })
  connectionId!: number | null;

  /** The version that was tested. */
  @Column({ name: 'connection_version', type: 'integer', nullable: true })
  connectionVersion!: number | null;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'text' })
  status!: CheckStatus;

  @Column({ type: 'boolean', nullable: true })
  ok!: boolean | null;

  /** Of the first step that failed. */
  @Column({ type: 'text', nullable: true })
  code!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  server!: CheckServer | null;

  @Column({ type: 'jsonb', nullable: true })
  steps!: readonly StepView[] | null;

  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs!: number | null;

  @Column({ name: 'deadline_ms', type: 'integer' })
  deadlineMs!: number;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt!: Date | null;
}
