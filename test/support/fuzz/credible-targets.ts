import { unique } from '../app.js';
import type { FuzzTenant, Target } from './fuzz-tenant.js';
import { SECRET_MARK } from './hostile-values.js';

const POSTGRES = {
  host: 'db.example.com',
  port: 5432,
  databaseName: 'd',
  userName: 'u',
  password: SECRET_MARK,
};
const SNOWFLAKE = { account: 'org-acc', username: 'U', warehouse: 'W', password: SECRET_MARK };
const BLOCKS: Readonly<Record<string, object>> = {
  postgres: POSTGRES,
  bigquery: {
    serviceAccountKeyJson: JSON.stringify({
      type: 'service_account',
      project_id: 'p',
      private_key: SECRET_MARK,
      client_email: 'a@b.example',
    }),
  },
  snowflake: SNOWFLAKE,
  trino: { server: 'https://trino.example.com', port: 8443, user: 'u', peakaKey: SECRET_MARK },
  mysql: { host: 'db.example.com', user: 'u', password: SECRET_MARK },
  duckdb: {
    attachedDatabases: [
      { name: 'pg', type: 'postgres', postgresConnection: POSTGRES },
      { name: 'sf', type: 'snowflake', snowflakeConnection: SNOWFLAKE },
      { name: 'gs', type: 'gcs', gcsConnection: { keyId: 'k', secret: SECRET_MARK } },
      { name: 's3', type: 's3', s3Connection: { accessKeyId: 'k', secretAccessKey: SECRET_MARK } },
    ],
  },
  motherduck: { accessToken: SECRET_MARK, database: 'd' },
};

/** Connections in the words of the Credible contract, one of each type. */
export async function credibleTargets(home: FuzzTenant): Promise<Target[]> {
  const { tenant, projectId, projectName } = home;
  const path = `/api/v0/organizations/${tenant.slug}/projects/${projectName}/connections`;
  const token = tenant.admin;
  const bodies = Object.entries(BLOCKS).map(([type, block]) => () => ({
    name: unique(type),
    type,
    [`${type}Connection`]: block,
    includeTables: ['sales.*'],
    excludeAllTables: true,
  }));
  const name = unique('credible');
  await home.make(`/projects/${projectId}/connections`, {
    name,
    type: 'POSTGRES',
    payload: { host: POSTGRES.host, database: 'd' },
    credential: { type: 'SIMPLE', payload: { username: 'u', password: SECRET_MARK } },
  });
  return [
    ...bodies.map((body): Target => ({ method: 'POST', path, token, body })),
    {
      method: 'PATCH',
      path: `${path}/${name}`,
      token,
      body: () => ({
        postgresConnection: { ...POSTGRES, databaseName: unique('d') },
        excludeAllTables: true,
      }),
    },
    // No source is reached: there is no such file.
    {
      method: 'POST',
      path: '/api/v0/connections/test',
      token,
      body: () => ({ config: { type: 'duckdb', duckdbConnection: { url: 'none.duckdb' } } }),
    },
  ];
}
