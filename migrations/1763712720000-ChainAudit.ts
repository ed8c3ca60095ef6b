import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, WORKER_ROLE, createTenantTable, dropTables, grantTo } from './tenant-table.js';

const START = String.raw`'\x${'00'.repeat(32)}'::bytea`;

/** A text that tells where it ends, so that no two lists of texts read the same: \`5:hello\`, or \`-\` for null. */
const PART = `
  create function audit_part(value text) returns text language sql immutable parallel safe
  return coalesce(octet_length(value)::text || ':' || value, '-')`;

const CONTENT = `
  create function audit_content(event audit_events) returns text language sql stable
  return audit_part(event.tenant_id::text) || audit_part(event.sequence::text) || audit_part(event.id::text)
    || audit_part((extract(epoch from event.at) * 1000)::bigint::text)
    || audit_part(event.actor_kind) || audit_part(event.actor_id) || audit_part(event.actor)
    || audit_part(event.action) || audit_part(event.entity) || audit_part(event.entity_id)
    || audit_part(event.project_id::text) || audit_part(event.before::text) || audit_part(event.after::text)
    || audit_part(event.request_id)`;

const HASH = `
  create function audit_hash(event_key bytea, event audit_events) returns bytea language sql stable
  return sha256(event_key || sha256(event.previous_hash || convert_to(audit_content(event), 'UTF8')))`;

/**
 * Adds the next event of a tenant. It locks the tenant's head until the commit, and is therefore called last.
 * It runs with its owner's rights, under the owner's row-level security: the serving roles cannot write
 * events in any other way.
 */
const APPEND = `
  create function append_audit_event(of_tenant bigint, event_nonce bytea, event_key bytea, actor_kind text,
    actor_id text, actor text, action text, entity text, entity_id text, project_id bigint, before jsonb,
    after jsonb, request_id text)
  returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    head audit_heads;
    event audit_events;
  begin
    select * into head from audit_heads where tenant_id = of_tenant for update;
    if not found then
      insert into audit_heads (tenant_id) values (of_tenant) on conflict do nothing;
      select * into strict head from audit_heads where tenant_id = of_tenant for update;
    end if;
    event := row(of_tenant, nextval('audit_events_id_seq'), clock_timestamp()::timestamptz(3), actor_kind,
      actor_id, actor, action, entity, entity_id, project_id, before, after, request_id, head.sequence + 1,
      event_nonce, head.hash, null);
    event.hash := audit_hash(event_key, event);
    insert into audit_events select event.*;
    update audit_heads set sequence = event.sequence, hash = event.hash where tenant_id = of_tenant;
  end $$`;

const APPEND_SIGNATURE =
  'append_audit_event(bigint, bytea, bytea, text, text, text, text, text, text, bigint, jsonb, jsonb, text)';

/** Chains what was written before there was a chain; nobody has its keys here, so it is hashed without one. */
const CHAIN_OLD = `
  do $$
  declare
    event audit_events;
    tenant bigint;
    place bigint;
    link bytea;
  begin
    for tenant in select id from tenants loop
      execute format('set local patchbay.tenant_id = %L', tenant);
      place := 0;
      link := ${START};
      for event in select * from audit_events where tenant_id = tenant order by id loop
        place := place + 1;
        event.sequence := place;
        event.previous_hash := link;
        link := audit_hash(''::bytea, event);
        update audit_events set sequence = place, previous_hash = event.previous_hash, hash = link
        where tenant_id = tenant and id = event.id;
      end loop;
      insert into audit_heads (tenant_id, sequence, hash) values (tenant, place, link);
    end loop;
    reset patchbay.tenant_id;
  end $$`;

/** Makes each tenant's audit trail a chain: every row carries the hash of the row before. */
export class ChainAudit1763712720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'audit_heads',
      `sequence bigint not null default 0,
       hash bytea not null default ${START},
       purged_sequence bigint not null default 0,
       purged_hash bytea not null default ${START},
       purge_seal bytea`,
      '(tenant_id)',
      'select, delete',
    );
    await runner.query(`
      alter table audit_events add column sequence bigint, add column nonce bytea,
        add column previous_hash bytea, add column hash bytea`);
    for (const text of [PART, CONTENT, HASH, APPEND, CHAIN_OLD]) await runner.query(text);
    await runner.query(`
      alter table audit_events alter column sequence set not null, alter column previous_hash set not null,
        alter column hash set not null,
        add constraint audit_events_sequence unique (tenant_id, sequence)`);
    await runner.query(`revoke insert on audit_events from ${APP_ROLE}`);
    await grantTo(runner, 'audit_events', 'select, delete', WORKER_ROLE);
    await grantTo(
      runner,
      'audit_heads',
      'select, update (purged_sequence, purged_hash, purge_seal)',
      WORKER_ROLE,
    );
    await runner.query(`revoke execute on function ${APPEND_SIGNATURE} from public`);
    await runner.query(`grant execute on function ${APPEND_SIGNATURE} to ${APP_ROLE}, ${WORKER_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke select, delete on audit_events from ${WORKER_ROLE}`);
    await runner.query(`grant insert on audit_events to ${APP_ROLE}`);
    await runner.query(`drop function ${APPEND_SIGNATURE}`);
    await runner.query('drop function audit_hash(bytea, audit_events)');
    await runner.query('drop function audit_content(audit_events)');
    await runner.query('drop function audit_part(text)');
    await runner.query(`
      alter table audit_events drop column sequence, drop column nonce, drop column previous_hash,
        drop column hash`);
    await dropTables(runner, ['audit_heads']);
  }
}
