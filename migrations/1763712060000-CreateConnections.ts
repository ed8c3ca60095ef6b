import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable, dropTables } from './tenant-table.js';

/** Credentials with their sealed versions and destinations; connections with their sealed properties. */
export class CreateConnections1763712060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'credentials',
      `project_id bigint,
       scope text not null generated always as (case when project_id is null then 'GLOBAL' else 'PROJECT' end) stored,
       name text,
       name_key text,
       type text not null,
       inline boolean not null,
       secret_version integer not null default 1,
       fingerprint text not null,
       version integer not null default 1,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       updated_by text not null,
       updated_at timestamptz(3) not null default now(),
       constraint credentials_shared_has_name check (inline or name is not null),
       constraint credentials_project foreign key (tenant_id, project_id) references projects (tenant_id, id)`,
    );
    await runner.query(
      `create unique index credentials_name on credentials (tenant_id, coalesce(project_id, 0), name_key) where name_key is not null`,
    );
    await createTenantTable(
      runner,
      'credential_versions',
      `credential_id bigint not null,
       secret_version integer not null,
       sealed bytea not null,
       fingerprint text not null,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       constraint credential_versions_credential foreign key (tenant_id, credential_id)
         references credentials (tenant_id, id) on delete cascade`,
      '(tenant_id, credential_id, secret_version)',
    );
    await createTenantTable(
      runner,
      'credential_destinations',
      `credential_id bigint not null,
       secret_version integer not null,
       destination text not null,
       approved_by text not null,
       approved_at timestamptz(3) not null default now(),
       constraint credential_destinations_version foreign key (tenant_id, credential_id, secret_version)
         references credential_versions (tenant_id, credential_id, secret_version) on delete cascade`,
      '(tenant_id, credential_id, secret_version, destination)',
    );
    await createTenantTable(
      runner,
      'connections',
      `project_id bigint,
       scope text not null generated always as (case when project_id is null then 'GLOBAL' else 'PROJECT' end) stored,
       name text not null,
       name_key text not null,
       type text not null,
       db_type text,
       payload jsonb not null,
       transport jsonb,
       secret_versions jsonb not null default '{}',
       credential_id bigint,
       version integer not null default 1,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       updated_by text not null,
       updated_at timestamptz(3) not null default now(),
       constraint connections_project foreign key (tenant_id, project_id) references projects (tenant_id, id),
       constraint connections_credential foreign key (tenant_id, credential_id) references credentials (tenant_id, id)`,
    );
    await runner.query(
      `create unique index connections_name on connections (tenant_id, coalesce(project_id, 0), name_key)`,
    );
    await runner.query(`create index connections_project_id on connections (tenant_id, project_id, id)`);
    await runner.query(`create index connections_credential_id on connections (tenant_id, credential_id)`);
    await runner.query(
      `create index connections_created_at on connections (tenant_id, created_at desc, id desc)`,
    );
    await createTenantTable(
      runner,
      'connection_secrets',
      `connection_id bigint not null,
       path text not null,
       secret_version integer not null,
       sealed bytea not null,
       fingerprint text not null,
       destination text not null,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       constraint connection_secrets_connection foreign key (tenant_id, connection_id)
         references connections (tenant_id, id) on delete cascade`,
      '(tenant_id, connection_id, path, secret_version)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, [
      'connection_secrets',
      'connections',
      'credential_destinations',
      'credential_versions',
      'credentials',
    ]);
  }
}
