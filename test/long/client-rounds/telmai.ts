import type { Client } from 'openapi-fetch';
import { type Place, answered } from './place.js';
import type { paths } from './telmai.types.js';

const CONNECTIONS = '/api/backend/{tenant}/configuration/connections';
const CONNECTION = '/api/backend/{tenant}/configuration/connections/{connectionId}';

export async function round(client: Client<paths>, place: Place): Promise<string[]> {
  const { tenant, host, port, database, username, password } = place;
  const made = answered(
    await client.POST(CONNECTIONS, {
      params: { path: { tenant } },
      body: {
        name: 'by a generated client',
        type: 'POSTGRES',
        payload: { host, port, database },
        credential: { type: 'SIMPLE', payload: { username, password } },
      },
    }),
  );
  const path = { tenant, connectionId: made.id };
  const changed = answered(
    await client.PUT(CONNECTION, { params: { path }, body: { name: 'changed by a generated client' } }),
  );
  const list = answered(await client.GET(CONNECTIONS, { params: { path: { tenant } } }));
  const shown = answered(await client.GET(CONNECTION, { params: { path } }));
  const gone = answered(await client.DELETE(CONNECTION, { params: { path } }));
  const after = await client.GET(CONNECTION, { params: { path } });
  return [
    made.scope,
    `version ${changed.version}`,
    list.map(({ name }) => name).join(),
    shown.type,
    gone.message,
    String(after.response.status),
  ];
}
