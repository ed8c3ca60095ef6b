import { withClient } from './databases.js';

/** A table with a `tenant_id`, as the database describes it. */
export interface TenantTable {
  readonly table: string;
  /** Those that a statement may set. */
  readonly columns: readonly string[];
}

/** Every table of the schema whose rows belong to a tenant, found and not listed: a new one is among them. */
export async function tenantTables(): Promise<TenantTable[]> {
  const { rows } = await withClient('superuser', (client) =>
    client.query<TenantTable>(`
      select c.table_name as table,
        array_agg(c.column_name::text order by c.ordinal_position)
          filter (where c.is_generated = 'NEVER') as columns
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
      group by c.table_name
      having bool_or(c.column_name = 'tenant_id')
      order by c.table_name`),
  );
  return rows;
}

/** The plainest value of each type. */
const VALUES: Record<string, string> = {
  bigint: '1',
  boolean: 'false',
  bytea: "'\\x00'",
  integer: '1',
  jsonb: "'{}'",
  text: "'x'",
  'timestamp with time zone': 'now()',
  ARRAY: "'{}'",
};

/** Adds a row of this tenant to each table that has none, past the foreign keys but not past the checks. */
export async function fillEmptyTables(tenantId: number): Promise<void> {
  await withClient('superuser', async (client) => {
    await client.query('set session_replication_role = replica');
    for (const { table } of await tenantTables()) {
      const { rows } = await client.query<{ name: string; type: string; allowed: string | null }>(
        `select column_name as name, data_type as type,
           (select substring(pg_get_constraintdef(oid) from '''[^'']*''') from pg_constraint
            where conrelid = table_name::regclass and contype = 'c' and conkey = array[ordinal_position::smallint]
            limit 1) as allowed
         from information_schema.columns
         where table_name = $1 and is_nullable = 'NO' and column_default is null
           and is_generated = 'NEVER' and is_identity = 'NO' and column_name <> 'tenant_id'`,
        [table],
      );
      const names = ['tenant_id', ...rows.map(({ name }) => name)].join(', ');
      const values = [tenantId, ...rows.map(({ type, allowed }) => allowed ?? VALUES[type] ?? 'null')].join(
        ', ',
      );
      await client.query(
        `insert into ${table} (${names}) select ${values}
         where not exists (select 1 from ${table} where tenant_id = $1)`,
        [tenantId],
      );
    }
  });
}
