import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable, dropTables } from './tenant-table.js';

/** Checks of connections, the last one of each at hand, and the SSH host keys that a tenant knows. */
export class CreateChecks1763712240000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'checks',
      `project_id bigint,
       connection_id bigint,
       connection_version integer,
       type text not null,
       status text not null constraint checks_status check (status in ('running', 'done')),
       ok boolean,
       code text,
       server jsonb,
       steps jsonb,
       duration_ms integer,
       deadline_ms integer not null,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       finished_at timestamptz(3),
       constraint checks_connection foreign key (tenant_id, connection_id)
         references connections (tenant_id, id) on delete cascade`,
    );
    await runner.query(`create index checks_connection_id on checks (tenant_id, connection_id, id)`);
    await createTenantTable(
      runner,
      'ssh_known_hosts',
      `host text not null,
       port integer not null,
       key_type text,
       fingerprint text not null,
       origin text not null constraint ssh_known_hosts_origin check (origin in ('approved', 'first_use')),
       created_by text not null,
       created_at timestamptz(3) not null default now()`,
      '(tenant_id, host, port)',
    );
    await runner.query(`alter table connections add column last_check jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table connections drop column last_check`);
    await dropTables(runner, ['ssh_known_hosts', 'checks']);
  }
}
