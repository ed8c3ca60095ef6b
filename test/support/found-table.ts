import { withClient } from './databases.js';

/** A table of a connection, as a discovery would have found it; answers its id. */
export async function foundTable(connectionId: number): Promise<number> {
  return withClient('superuser', async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into catalog_tables (tenant_id, connection_id, catalog_name, schema_name, name, kind, columns, content_hash)
       select tenant_id, id, '', 'public', 'orders', 'table', '[]', '' from connections where id = $1 returning id`,
      [connectionId],
    );
    return Number(rows[0]!.id);
  });
}
