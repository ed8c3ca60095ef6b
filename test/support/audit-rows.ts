import { withClient } from './databases.js';

/** What one event says, in a tenant's trail or the platform's. */
export interface AuditRow {
  readonly action: string;
  readonly entity: string;
  readonly entity_id: string;
  readonly project_id: number | null;
  readonly actor: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** The events that one request left, in the order in which they were written; the platform's come last. */
export async function eventsOfRequest(requestId: string): Promise<AuditRow[]> {
  return withClient('superuser', async (client) => {
    const { rows } = await client.query<AuditRow>(
      `select action, entity, entity_id, project_id::int, actor, before, after from (
         select 1 as trail, id, action, entity, entity_id, project_id, actor, before, after
         from audit_events where request_id = $1
         union all
         select 2, id, action, 'tenant', tenant, null, actor, before, after
         from platform_audit_events where request_id = $1
       ) events order by trail, id`,
      [requestId],
    );
    return rows;
  });
}
