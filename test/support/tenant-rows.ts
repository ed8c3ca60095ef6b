import type pg from 'pg';
import { withClient } from './databases.js';

/** The tables of the whole database that have a `tenant_id`, whoever made them; partitions count as their table. */
export async function tablesWithTenantId(): Promise<string[]> {
  return withClient('superuser', tablesOf);
}

/** How many rows of a tenant each of those tables holds; tables without any are left out. */
export async function rowsOfTenant(tenantId: number): Promise<Record<string, number>> {
  return withClient('superuser', async (client) => {
    const counts: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      const text = `select count(*)::integer as count from ${table} where tenant_id = $1`;
      const { rows } = await client.query<{ count: number }>(text, [tenantId]);
      if (rows[0]!.count > 0) counts[table] = rows[0]!.count;
    }
    return counts;
  });
}

/** The internal id of a tenant; it must exist. */
export async function tenantIdOf(slug: string): Promise<number> {
  return withClient('superuser', async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from tenants where slug = $1', [slug]);
    return Number(rows[0]!.id);
  });
}

async function tablesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attname = 'tenant_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_temp%'
     order by 1`,
  );
  return rows.map((row) => row.name);
}
