import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable, dropTables } from './tenant-table.js';

/** What connections were before each change, and the credentials of their own that only those versions use. */
export class CreateConnectionVersions1763712600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'connection_versions',
      `connection_id bigint not null,
       version integer not null,
       project_id bigint,
       name text not null,
       type text not null,
       db_type text,
       payload jsonb not null,
       transport jsonb,
       secret_versions jsonb not null,
       credential_id bigint,
       credential_type text,
       credential_server_fields jsonb,
       credential_secret_version integer,
       changed_by text not null,
       changed_at timestamptz(3) not null,
       constraint connection_versions_connection foreign key (tenant_id, connection_id)
         references connections (tenant_id, id) on delete cascade`,
      '(tenant_id, connection_id, version)',
      'select, insert, delete',
    );
    await runner.query(`alter table credentials add column retired_from bigint`);
    await runner.query(`
      alter table credentials add constraint credentials_retired_from foreign key (tenant_id, retired_from)
        references connections (tenant_id, id) on delete cascade`);
    await runner.query(`
      create index credentials_retired_from on credentials (tenant_id, retired_from)
        where retired_from is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table credentials drop column retired_from`);
    await dropTables(runner, ['connection_versions']);
  }
}
