import type { CatalogFilter } from '../../catalog/catalog.js';
import type { ColumnRow } from '../../catalog/column-rows.js';
import type { CatalogStatements, KeyedHead, KeyRow, OfTable } from '../../catalog/paged-catalog.js';
import { filterCondition } from '../../catalog/table-patterns.js';

/** Runs one fixed statement. */
export type RowQuery = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** What of `pg_class c` and `pg_namespace n` is a table that the user may read. */
export const READABLE_TABLES = `c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`;

export const TABLE_KIND = `case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' when 'f' then 'external' else 'table' end`;

/** An OID is four bytes without a sign, so this is before the first. */
const BEFORE_ALL = '0';

const COLUMNS = `select a.attrelid::text as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    not (a.attnotnull or (t.typtype = 'd' and t.typnotnull)) as nullable, d.description as comment
  from pg_catalog.pg_attribute a
    join pg_catalog.pg_type t on t.oid = a.atttypid
    left join pg_catalog.pg_description d
      on d.objoid = a.attrelid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = a.attnum
  where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`;

const KEYS = `select k.conrelid::text as "table", a.attname as column, k.contype as kind,
    rn.nspname as ref_schema, rc.relname as ref_table, ra.attname as ref_column
  from (select conrelid, contype, confrelid, unnest(conkey) as own, unnest(confkey) as other
        from pg_catalog.pg_constraint where conrelid = any($1::oid[]) and contype in ('p', 'f')) k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.own
    left join pg_catalog.pg_class rc on rc.oid = k.confrelid
    left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
    left join pg_catalog.pg_attribute ra on ra.attrelid = k.confrelid and ra.attnum = k.other`;

interface PostgresKey {
  readonly table: string;
  readonly column: string;
  readonly kind: 'p' | 'f';
  readonly ref_schema: string;
  readonly ref_table: string;
  readonly ref_column: string;
}

/**
 * The catalog from `pg_catalog`, paged by OID: a page costs a walk along the primary key of `pg_class`, and the columns
 * of exactly its tables.
 */
export function postgresCatalog(query: RowQuery, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const values: unknown[] = [after ?? BEFORE_ALL, limit];
      const condition = filterCondition(filter, {
        schema: 'n.nspname',
        table: 'c.relname',
        parameter: (value) => `$${values.push(value)}`,
      });
      const rows = await query<Omit<KeyedHead, 'catalog'>>(
        `select c.oid::text as key, n.nspname as schema, c.relname as name, ${TABLE_KIND} as kind,
           d.description as comment,
           case when c.reltuples >= 0 and c.relkind in ('r', 'p', 'm') then c.reltuples::float8 end as rows
         from pg_catalog.pg_class c
           join pg_catalog.pg_namespace n on n.oid = c.relnamespace
           left join pg_catalog.pg_description d
             on d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0
         where c.oid > $1::oid and ${READABLE_TABLES}${condition}
         order by c.oid limit $2`,
        values,
      );
      return rows.map((row) => ({ catalog: null, ...row }));
    },
    columns: (tables) => query<OfTable<ColumnRow>>(COLUMNS, [tables.map(({ key }) => key)]),
    keys: async (tables) => {
      const rows = await query<PostgresKey>(KEYS, [tables.map(({ key }) => key)]);
      return rows.map(keyRow);
    },
  };
}

function keyRow({ table, column, kind, ref_schema, ref_table, ref_column }: PostgresKey): OfTable<KeyRow> {
  const refers = { schema: ref_schema, table: ref_table, column: ref_column };
  return { table, column, refers: kind === 'p' ? null : refers };
}
