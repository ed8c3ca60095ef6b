import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, createTenantTable, dropTables } from './tenant-table.js';

/**
 * Counts something of a tenant, unless that would be more than it may have. What is counted for each minute
 * begins anew with a minute of the database's clock, so that instances need not agree on theirs.
 */
const TAKE = `
  create function take_quota(of_tenant bigint, of_what text, most bigint, each_minute boolean)
  returns void language plpgsql as $$
  declare
    this_minute bigint := case when each_minute then floor(extract(epoch from clock_timestamp()) / 60) else 0 end;
    counted bigint;
  begin
    if most > 0 then
      insert into tenant_usage as u (tenant_id, what, minute, used) values (of_tenant, of_what, this_minute, 1)
      on conflict (tenant_id, what) do update
        set used = case when u.minute = this_minute then u.used + 1 else 1 end, minute = this_minute
        where u.minute <> this_minute or u.used < most
      returning u.used into counted;
    end if;
    if counted is null then
      raise exception 'quota exceeded' using errcode = 'check_violation', constraint = 'tenant_usage_quota';
    end if;
  end $$`;

const COUNT_STORED = `
  do $$
  declare
    tenant bigint;
  begin
    for tenant in select id from tenants loop
      execute format('set local patchbay.tenant_id = %L', tenant);
      insert into tenant_usage (tenant_id, what, used)
      select tenant, 'connections', count(*) from connections where tenant_id = tenant
      union all select tenant, 'projects', count(*) from projects where tenant_id = tenant
      union all select tenant, 'service_accounts', count(*) from service_accounts where tenant_id = tenant;
    end loop;
    reset patchbay.tenant_id;
  end $$`;

/** How much of its quotas each tenant uses, counted as it goes. */
export class CreateQuotas1763712780000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'tenant_usage',
      `what text not null,
       minute bigint not null default 0,
       used bigint not null`,
      '(tenant_id, what)',
    );
    await runner.query(TAKE);
    await runner.query('revoke execute on function take_quota(bigint, text, bigint, boolean) from public');
    await runner.query(`grant execute on function take_quota(bigint, text, bigint, boolean) to ${APP_ROLE}`);
    await runner.query(COUNT_STORED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function take_quota(bigint, text, bigint, boolean)');
    await dropTables(runner, ['tenant_usage']);
  }
}
