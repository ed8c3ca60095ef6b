import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, WORKER_ROLE, createTenantTable, dropTables, grantTo } from './tenant-table.js';

/** What counts against a quota; one at a time before, so many at a time from now on. */
function takeQuota(parameter: string, amount: string): string {
  return `
  create function take_quota(of_tenant bigint, of_what text, most bigint, each_minute boolean${parameter})
  returns void language plpgsql as $$
  declare
    this_minute bigint := case when each_minute then floor(extract(epoch from clock_timestamp()) / 60) else 0 end;
    counted bigint;
  begin
    if most >= ${amount} then
      insert into tenant_usage as u (tenant_id, what, minute, used) values (of_tenant, of_what, this_minute, ${amount})
      on conflict (tenant_id, what) do update
        set used = case when u.minute = this_minute then u.used + ${amount} else ${amount} end, minute = this_minute
        where u.minute <> this_minute or u.used + ${amount} <= most
      returning u.used into counted;
    end if;
    if counted is null then
      raise exception 'quota exceeded' using errcode = 'check_violation', constraint = 'tenant_usage_quota';
    end if;
  end $$`;
}

const OF_ONE = 'function take_quota(bigint, text, bigint, boolean)';
const OF_MANY = 'function take_quota(bigint, text, bigint, boolean, bigint)';

/**
 * Uploaded files. A content is stored in parts before it belongs to a file; whichever of them a file has, its
 * sealed manifest says, and no column.
 */
export class CreateFiles1763713260000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'files',
      `project_id bigint,
       scope text not null generated always as (case when project_id is null then 'GLOBAL' else 'PROJECT' end) stored,
       path text not null,
       source_type text,
       size bigint not null,
       manifest bytea not null,
       version integer not null default 1,
       uploaded_by_kind text not null,
       uploaded_by_id text not null,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       updated_by text not null,
       updated_at timestamptz(3) not null default now(),
       constraint files_project foreign key (tenant_id, project_id) references projects (tenant_id, id)`,
    );
    await runner.query(
      `create unique index files_path on files (tenant_id, coalesce(project_id, 0), path collate "C")`,
    );
    await createTenantTable(
      runner,
      'file_contents',
      `file_id bigint,
       started_at timestamptz(3) not null default now(),
       constraint file_contents_file foreign key (tenant_id, file_id)
         references files (tenant_id, id) on delete cascade`,
    );
    await runner.query(`create index file_contents_file_id on file_contents (tenant_id, file_id)`);
    await createTenantTable(
      runner,
      'file_chunks',
      `content_id bigint not null,
       number integer not null,
       sealed bytea not null,
       constraint file_chunks_content foreign key (tenant_id, content_id)
         references file_contents (tenant_id, id) on delete cascade`,
      '(tenant_id, content_id, number)',
    );
    // What is sealed does not get smaller.
    await runner.query('alter table file_chunks alter column sealed set storage external');
    await createTenantTable(
      runner,
      'file_destinations',
      `file_id bigint not null,
       destination text not null,
       approved_by text not null,
       approved_at timestamptz(3) not null default now(),
       constraint file_destinations_file foreign key (tenant_id, file_id)
         references files (tenant_id, id) on delete cascade`,
      '(tenant_id, file_id, destination)',
    );
    for (const table of ['files', 'file_chunks']) await grantTo(runner, table, 'select', WORKER_ROLE);
    await grantTo(runner, 'file_contents', 'select, delete', WORKER_ROLE);
    await runner.query(`drop ${OF_ONE}`);
    await runner.query(takeQuota(', amount bigint', 'amount'));
    await this.grantQuota(runner, OF_MANY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop ${OF_MANY}`);
    await runner.query(takeQuota('', '1'));
    await this.grantQuota(runner, OF_ONE);
    await dropTables(runner, ['file_destinations', 'file_chunks', 'file_contents', 'files']);
  }

  private async grantQuota(runner: QueryRunner, signature: string): Promise<void> {
    await runner.query(`revoke execute on ${signature} from public`);
    for (const role of [APP_ROLE, WORKER_ROLE])
      await runner.query(`grant execute on ${signature} to ${role}`);
  }
}
