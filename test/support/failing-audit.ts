import { unique } from './app.js';
import { withClient } from './databases.js';
import { tenantIdOf } from './tenant-rows.js';

/** While the work runs, no audit event of the tenant can be written. */
export async function withoutAudit(slug: string, work: () => Promise<void>): Promise<void> {
  const trap = unique('trap').replace('-', '_');
  const id = await tenantIdOf(slug);
  await withClient('superuser', (client) =>
    client.query(`create function ${trap}() returns trigger language plpgsql as $$
        begin raise exception 'the disk is full'; end $$;
      create trigger ${trap} before insert on audit_events for each row
        when (new.tenant_id = ${id}) execute function ${trap}();`),
  );
  try {
    await work();
  } finally {
    await withClient('superuser', (client) => client.query(`drop function ${trap} cascade`));
  }
}
