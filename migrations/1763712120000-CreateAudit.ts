import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable, dropTables } from './tenant-table.js';

/** What was written, by whom: rows that the application can add and read, and never change. */
export class CreateAudit1763712120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'audit_events',
      `at timestamptz(3) not null default clock_timestamp(),
       actor_kind text not null,
       actor_id text not null,
       actor text not null,
       action text not null,
       entity text not null,
       entity_id text not null,
       project_id bigint,
       before jsonb,
       after jsonb,
       request_id text not null`,
      '(tenant_id, id)',
      'select, insert, delete',
    );
    await runner.query(`create index audit_events_entity on audit_events (tenant_id, entity, entity_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['audit_events']);
  }
}
