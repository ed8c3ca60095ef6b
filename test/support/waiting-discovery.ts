import { withClient } from './databases.js';

/** A discovery of the connection that no worker of any suite takes: it has no ticket. */
export async function waitingDiscovery(connectionId: number): Promise<void> {
  await withClient('superuser', (client) =>
    client.query(
      `insert into jobs (tenant_id, project_id, connection_id, kind, created_by)
       select tenant_id, project_id, id, 'discovery', 'a test' from connections where id = $1`,
      [connectionId],
    ),
  );
}
