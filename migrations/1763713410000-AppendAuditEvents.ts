import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE } from './tenant-table.js';

/**
 * Adds the next events of a tenant, in the order of the list, as `append_audit_event` adds one: with its owner's
 * rights, under the owner's row-level security, and under a lock of the tenant's head until the commit. The head is
 * written once, however many there are. Bytes come as hex.
 */
const APPEND = `
  create function append_audit_events(of_tenant bigint, events jsonb)
  returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    head audit_heads;
    given record;
    event audit_events;
    added audit_events[] := '{}';
  begin
    select * into head from audit_heads where tenant_id = of_tenant for update;
    if not found then
      insert into audit_heads (tenant_id) values (of_tenant) on conflict do nothing;
      select * into strict head from audit_heads where tenant_id = of_tenant for update;
    end if;
    for given in select * from jsonb_to_recordset(events) as e(nonce text, key text, actor_kind text,
      actor_id text, actor text, action text, entity text, entity_id text, project_id bigint, before jsonb,
      after jsonb, request_id text)
    loop
      head.sequence := head.sequence + 1;
      event := row(of_tenant, nextval('audit_events_id_seq'), clock_timestamp()::timestamptz(3), given.actor_kind,
        given.actor_id, given.actor, given.action, given.entity, given.entity_id, given.project_id, given.before,
        given.after, given.request_id, head.sequence, decode(given.nonce, 'hex'), head.hash, null);
      event.hash := audit_hash(decode(given.key, 'hex'), event);
      head.hash := event.hash;
      added := added || event;
    end loop;
    insert into audit_events select * from unnest(added);
    update audit_heads set sequence = head.sequence, hash = head.hash where tenant_id = of_tenant;
  end $$`;

const SIGNATURE = 'append_audit_events(bigint, jsonb)';

/** Lets requests that share a transaction write their audit events at once. */
export class AppendAuditEvents1763713410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND);
    await runner.query(`revoke execute on function ${SIGNATURE} from public`);
    await runner.query(`grant execute on function ${SIGNATURE} to ${APP_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${SIGNATURE}`);
  }
}
