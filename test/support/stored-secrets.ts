import type { JsonObject } from '#connector-sdk';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import type { TestApp } from './app.js';
import { withClient } from './databases.js';

/** What is sealed for a connection, opened: its credential, and its properties by path. */
export interface StoredSecrets {
  readonly credential: JsonObject | null;
  readonly properties: Readonly<Record<string, string>>;
}

interface SealedRow {
  readonly id: string;
  readonly path: string;
  readonly version: number;
  readonly sealed: Buffer;
}

/** Reads and opens the current versions, past the application's services. */
export async function storedSecrets(
  test: TestApp,
  slug: string,
  connectionId: number,
): Promise<StoredSecrets> {
  return withClient('superuser', async (client) => {
    const tenants = await client.query<{ id: string; access_epoch: string }>(
      'select id, access_epoch from tenants where slug = $1',
      [slug],
    );
    const { id, access_epoch } = tenants.rows[0]!;
    const scope = { tenantId: Number(id), accessEpoch: Number(access_epoch) } as Scope;
    const vault = await test.app.get(Vault).forTenant(scope);
    const credentials = await client.query<SealedRow>(
      `select v.credential_id as id, v.secret_version as version, v.sealed
       from connections c
       join credentials h on h.tenant_id = c.tenant_id and h.id = c.credential_id
       join credential_versions v
         on v.tenant_id = h.tenant_id and v.credential_id = h.id and v.secret_version = h.secret_version
       where c.tenant_id = $1 and c.id = $2`,
      [id, connectionId],
    );
    const properties = await client.query<SealedRow>(
      `select s.path, s.secret_version as version, s.sealed
       from connections c join connection_secrets s on s.tenant_id = c.tenant_id and s.connection_id = c.id
       where c.tenant_id = $1 and c.id = $2 and (c.secret_versions ->> s.path)::int = s.secret_version`,
      [id, connectionId],
    );
    const open = (entity: string, rowId: number, field: string, row: SealedRow) =>
      vault.open({ entity, rowId, field, version: row.version }, row.sealed);
    const [own] = credentials.rows;
    return {
      credential: own ? (JSON.parse(open('credential', Number(own.id), 'payload', own)) as JsonObject) : null,
      properties: Object.fromEntries(
        properties.rows.map((row) => [row.path, open('connection', connectionId, row.path, row)]),
      ),
    };
  });
}
