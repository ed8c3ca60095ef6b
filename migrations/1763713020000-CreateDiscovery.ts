import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, WORKER_ROLE, createTenantTable, dropTables, grantTo } from './tenant-table.js';

/** What a connection says of its discovery and its checks, and what becomes of them. */
const CONNECTION_COLUMNS: Readonly<Record<string, string>> = {
  include_tables: 'jsonb',
  exclude_tables: 'jsonb',
  exclude_all_tables: 'boolean not null default false',
  schemas: 'jsonb',
  indexing_status: `text not null default 'UNKNOWN' constraint connections_indexing_status
    check (indexing_status in ('UNKNOWN', 'PENDING', 'INDEXED', 'FAILED', 'RETRY', 'SKIPPED'))`,
  indexing_status_last_updated: 'timestamptz(3) not null default now()',
  discovery_schedule: 'text',
  check_schedule: 'text',
  next_discovery_at: 'timestamptz(3)',
  next_check_at: 'timestamptz(3)',
  health: 'jsonb',
};

/** Beside what the worker had: it opens connections as they are stored, and writes what it finds. */
const WORKER_RIGHTS: Readonly<Record<string, string>> = {
  jobs: 'select, insert, update, delete',
  catalog_tables: 'select, insert, update, delete',
  catalog_changes: 'select, insert, delete',
  connections: `select, update (indexing_status, indexing_status_last_updated, next_discovery_at, next_check_at,
    health, last_check)`,
  connection_secrets: 'select',
  // Locking a row asks for the right to change one of its columns.
  credentials: 'select, update (expires_at)',
  credential_versions: 'select',
  credential_destinations: 'select',
  checks: 'select, insert, update, delete',
  ssh_known_hosts: 'select, insert',
};

const WORKER_SEQUENCES = ['jobs', 'catalog_tables', 'catalog_changes', 'checks'];

/** Jobs with the tickets that say whose turn it is; the tables that are found, and how they change. */
export class CreateDiscovery1763713020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, definition] of Object.entries(CONNECTION_COLUMNS)) {
      await runner.query(`alter table connections add column ${column} ${definition}`);
    }
    await runner.query(
      `create index connections_next_discovery_at on connections (tenant_id, next_discovery_at) where next_discovery_at is not null`,
    );
    await runner.query(
      `create index connections_next_check_at on connections (tenant_id, next_check_at) where next_check_at is not null`,
    );
    await runner.query(`alter table credentials add column expires_at timestamptz(3)`);
    await createJobs(runner);
    await createCatalog(runner);
    for (const [table, privileges] of Object.entries(WORKER_RIGHTS)) {
      await grantTo(runner, table, privileges, WORKER_ROLE);
    }
    for (const table of WORKER_SEQUENCES) {
      await runner.query(`grant usage on sequence ${table}_id_seq to ${WORKER_ROLE}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function patchbay_enqueue(bigint, text, timestamptz)`);
    await dropTables(runner, ['catalog_changes', 'catalog_tables', 'job_turns', 'job_tickets', 'jobs']);
    for (const table of [
      'connections',
      'connection_secrets',
      'credentials',
      'credential_versions',
      'credential_destinations',
      'checks',
      'ssh_known_hosts',
    ]) {
      await runner.query(`revoke all on ${table} from ${WORKER_ROLE}`);
    }
    await runner.query(`alter table credentials drop column expires_at`);
    for (const column of Object.keys(CONNECTION_COLUMNS)) {
      await runner.query(`alter table connections drop column ${column}`);
    }
  }
}

async function createJobs(runner: QueryRunner): Promise<void> {
  await createTenantTable(
    runner,
    'jobs',
    `project_id bigint,
     connection_id bigint not null,
     table_id bigint,
     kind text not null constraint jobs_kind check (kind in ('discovery', 'table_sync', 'check')),
     state text not null default 'queued'
       constraint jobs_state check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
     attempts integer not null default 0,
     cancel_requested boolean not null default false,
     progress jsonb not null default '{}',
     error jsonb,
     created_by text not null,
     created_at timestamptz(3) not null default now(),
     started_at timestamptz(3),
     finished_at timestamptz(3)`,
  );
  // No foreign key to the connection: what became of its jobs can be asked for when it is gone.
  await runner.query(`create index jobs_connection_id on jobs (tenant_id, connection_id, id)`);
  await runner.query(
    `create unique index jobs_active on jobs (tenant_id, connection_id, kind, coalesce(table_id, 0))
     where state in ('queued', 'running')`,
  );
  // Whose turn it is must be known across tenants, so these two hold nothing but ids, times and the hash of an address.
  await runner.query(`
    create table job_tickets (
      tenant bigint not null,
      job bigint not null,
      target text not null,
      run_at timestamptz not null,
      locked_until timestamptz,
      locked_by text,
      constraint job_tickets_pkey primary key (tenant, job),
      constraint job_tickets_job foreign key (tenant, job) references jobs (tenant_id, id) on delete cascade
    )`);
  await runner.query(`create index job_tickets_run_at on job_tickets (run_at)`);
  await runner.query(`
    create table job_turns (
      tenant bigint constraint job_turns_pkey primary key,
      served_at timestamptz not null,
      constraint job_turns_tenant foreign key (tenant) references tenants (id) on delete cascade
    )`);
  for (const table of ['job_tickets', 'job_turns']) {
    await grantTo(runner, table, 'select, insert, update, delete', WORKER_ROLE);
  }
  await runner.query(`
    create function patchbay_enqueue(job_id bigint, job_target text, job_run_at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      own_tenant bigint := nullif(current_setting('patchbay.tenant_id', true), '')::bigint;
    begin
      if own_tenant is null then
        raise exception 'No tenant is set.' using errcode = 'insufficient_privilege';
      end if;
      insert into public.job_tickets as t (tenant, job, target, run_at)
        values (own_tenant, job_id, job_target, job_run_at)
        on conflict (tenant, job) do update
          set target = excluded.target, run_at = excluded.run_at, locked_until = null, locked_by = null;
      perform graphile_worker.add_job('run_jobs', '{}'::json, run_at => job_run_at, max_attempts => 3);
    end $$`);
  await runner.query(`revoke all on function patchbay_enqueue(bigint, text, timestamptz) from public`);
  await runner.query(
    `grant execute on function patchbay_enqueue(bigint, text, timestamptz) to ${APP_ROLE}, ${WORKER_ROLE}`,
  );
}

async function createCatalog(runner: QueryRunner): Promise<void> {
  await createTenantTable(
    runner,
    'catalog_tables',
    `connection_id bigint not null,
     catalog_name text collate "C" not null,
     schema_name text collate "C" not null,
     name text collate "C" not null,
     kind text not null,
     comment text,
     row_estimate bigint,
     columns jsonb not null,
     content_hash bytea not null,
     status text not null default 'NOT_SCANNED' constraint catalog_tables_status
       check (status in ('NOT_SCANNED', 'SYNCHRONIZING', 'SCANNED', 'FAILED', 'DEPRECATED')),
     error jsonb,
     description text,
     column_descriptions jsonb not null default '{}',
     metadata jsonb,
     ddl text,
     examples jsonb,
     categories jsonb,
     synced_at timestamptz(3),
     first_seen_at timestamptz(3) not null default now(),
     changed_at timestamptz(3) not null default now(),
     constraint catalog_tables_connection foreign key (tenant_id, connection_id)
       references connections (tenant_id, id) on delete cascade,
     constraint catalog_tables_name unique (tenant_id, connection_id, schema_name, name, catalog_name)`,
  );
  await createTenantTable(
    runner,
    'catalog_changes',
    `connection_id bigint not null,
     job_id bigint not null,
     table_id bigint not null,
     schema_name text not null,
     table_name text not null,
     column_name text,
     change text not null,
     breaking boolean not null,
     before jsonb,
     after jsonb,
     at timestamptz(3) not null default clock_timestamp(),
     constraint catalog_changes_connection foreign key (tenant_id, connection_id)
       references connections (tenant_id, id) on delete cascade`,
  );
  await runner.query(
    `create index catalog_changes_connection_id on catalog_changes (tenant_id, connection_id, id)`,
  );
}
