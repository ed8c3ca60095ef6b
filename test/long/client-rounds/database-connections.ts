import type { Client } from 'openapi-fetch';
import { type Place, answered } from './place.js';
import type { paths } from './database-connections.types.js';

export async function round(client: Client<paths>, place: Place): Promise<string[]> {
  const { host, port, database, username, password } = place;
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  const made = answered(
    await client.POST('/api/v1/database-connections', {
      body: { alias: 'shop', connection_uri: `postgresql://${login}@${host}:${port}/${database}` },
    }),
  );
  const params = { path: { connectionId: made.id } };
  const changed = answered(
    await client.PUT('/api/v1/database-connections/{connectionId}', {
      params,
      body: { alias: 'renamed', connection_uri: made.connection_uri },
    }),
  );
  const list = answered(await client.GET('/api/v1/database-connections'));
  const tables = answered(
    await client.GET('/api/v1/table-descriptions', { params: { query: { db_connection_id: made.id } } }),
  );
  const gone = answered(await client.DELETE('/api/v1/database-connections/{connectionId}', { params }));
  const after = await client.GET('/api/v1/database-connections/{connectionId}', { params });
  return [
    made.dialect,
    changed.alias,
    list.map(({ alias }) => alias).join(),
    tables.length > 0 ? 'tables' : 'no tables',
    gone.alias,
    String(after.response.status),
  ];
}
