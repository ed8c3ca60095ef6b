import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, createTenantTable, dropTables, grantTo } from './tenant-table.js';

/**
 * Leases of secrets, and who may have them. A lease refers to its connection by id alone: it outlives it as
 * a lease that was revoked. The clock of a tenant numbers what happened to its leases, in the order of commits.
 */
export class CreateLeases1763712480000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table connections add column lease_policy jsonb`);
    await createTenantTable(
      runner,
      'leases',
      `connection_id bigint not null,
       project_id bigint,
       connection_version integer not null,
       credential_id bigint,
       secret_version integer not null,
       purpose text not null,
       ttl_seconds integer not null,
       holder_kind text not null,
       holder_id text not null,
       holder text not null,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       expires_at timestamptz(3) not null,
       wrap_hash bytea,
       unwrapped_at timestamptz(3),
       revoked_at timestamptz(3),
       revoked_by text,
       revoke_reason text,
       changed_at timestamptz(3),
       change_number bigint`,
    );
    await runner.query(`create index leases_connection_id on leases (tenant_id, connection_id)`);
    await runner.query(`create index leases_holder on leases (tenant_id, holder_kind, holder_id)`);
    await createTenantTable(runner, 'lease_clocks', 'last_number bigint not null', '(tenant_id)');
    await grantTo(runner, 'leases', 'select, delete', WORKER_ROLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['lease_clocks', 'leases']);
    await runner.query(`alter table connections drop column lease_policy`);
  }
}
