import type { Client } from 'openapi-fetch';
import type { paths } from './credible.types.js';
import { type Place, answered } from './place.js';

const CONNECTIONS = '/api/v0/organizations/{tenant}/projects/{project}/connections';
const CONNECTION = '/api/v0/organizations/{tenant}/projects/{project}/connections/{connection}';

export async function round(client: Client<paths>, place: Place): Promise<string[]> {
  const { tenant, project, host, port, database, username, password } = place;
  const made = answered(
    await client.POST(CONNECTIONS, {
      params: { path: { tenant, project } },
      body: {
        name: 'shop',
        type: 'postgres',
        postgresConnection: { host, port, databaseName: database, userName: username, password },
        excludeAllTables: true,
      },
    }),
  );
  const params = { path: { tenant, project, connection: made.name } };
  const changed = answered(
    await client.PATCH(CONNECTION, { params, body: { postgresConnection: { userName: 'other' } } }),
  );
  const list = answered(await client.GET(CONNECTIONS, { params: { path: { tenant, project } } }));
  const gone = await client.DELETE(CONNECTION, { params });
  const after = await client.GET(CONNECTION, { params });
  return [
    made.indexingStatus,
    (changed.type === 'postgres' && changed.postgresConnection?.userName) || 'no user',
    list.map(({ name }) => name).join(),
    String(gone.response.status),
    String(after.response.status),
  ];
}
