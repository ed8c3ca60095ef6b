import type { Client } from 'openapi-fetch';
import { type Place, answered } from './place.js';
import type { paths } from './syntho.types.js';

export async function round(client: Client<paths>, place: Place): Promise<string[]> {
  const { host, port, database, username, password } = place;
  const types = answered(await client.GET('/api/v1/database_connections/supported_types/'));
  const able = answered(
    await client.GET('/api/v1/database_connections/functionalities/', {
      params: { query: { connector_type: 'PostgreSQLConnector' } },
    }),
  );
  const message = answered(
    await client.POST('/api/v1/database_connections/test/', {
      body: {
        connector_type: 'PostgreSQLConnector',
        host,
        port,
        database,
        username,
        password,
        hooks_params: null,
        is_source: true,
        schema_name: null,
        protocol: null,
        include_views: false,
      },
    }),
  );
  return [
    Object.keys(types.connectors ?? {}).includes('PostgreSQLConnector') ? 'postgres' : 'no postgres',
    (able.functionalities ?? []).map(({ name }) => name).join(),
    message.kind ?? 'no kind',
  ];
}
