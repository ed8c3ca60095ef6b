import { unique } from '../app.js';
import { foundTable } from '../found-table.js';
import { redshift } from '../tenant.js';
import type { FuzzTenant, Target } from './fuzz-tenant.js';
import { SECRET_MARK } from './hostile-values.js';

const BASE = '/api/v1';

/** What the database-connections contract takes of connections that are there already. */
export async function databaseConnectionTargets(home: FuzzTenant): Promise<Target[]> {
  const id = await home.make('/connections', redshift());
  const table = await foundTable(id);
  const { connection_uri } = await home.read<{ connection_uri: string }>(
    `${BASE}/database-connections/${id}`,
  );
  const token = home.tenant.admin;
  const target = (method: Target['method'], path: string, body: () => object): Target => ({
    method,
    path: `${BASE}${path}`,
    body,
    token,
  });
  return [
    target('PUT', `/database-connections/${id}`, () => ({
      alias: unique('fuzz'),
      connection_uri,
      use_ssh: false,
      llm_api_key: SECRET_MARK,
      file_storage: { name: 'S3', secret_access_key: SECRET_MARK, bucket: 'example' },
      schemas: ['public'],
      metadata: { owner: 'sales' },
    })),
    target('PUT', `/table-descriptions/${table}`, () => ({
      description: 'Who buys.',
      metadata: { owner: 'sales' },
      columns: [],
    })),
    target('POST', '/table-descriptions/sync-schemas', () => ({ ids: [String(table)] })),
    target('POST', '/table-descriptions/refresh', () => ({ db_connection_id: String(id) })),
  ];
}
