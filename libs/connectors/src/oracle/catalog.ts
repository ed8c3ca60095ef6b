import {
  type CatalogFilter,
  type CatalogRows,
  filterCondition,
  type ForeignKey,
  type PlacedColumn,
  placeOf,
  sizedType,
  type TableHead,
} from '#connector-sdk/opening';

import type { OracleQueries } from './queries.js';

/** Schemas that come with the database (12c and later say which). */
const OWN_SCHEMAS = `(select username from all_users where oracle_maintained = 'Y')`;

interface ColumnRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: string;
  readonly comment: string | null;
}

interface KeyColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly kind: string;
  readonly refSchema: string | null;
  readonly refTable: string | null;
  readonly refColumn: string | null;
}

/** The catalog from the views of what the login may see, which the server makes anew for each statement. */
export async function oracleCatalog(queries: OracleQueries, filter: CatalogFilter): Promise<CatalogRows> {
  const tables = withFilter(filter, 'owner', 'object_name', headsStatement);
  const heads = await queries.rows<TableHead>(tables.sql, tables.values);
  const { primary, foreignKeys } = await keysOf(queries, filter);
  const columns = withFilter(filter, 'c.owner', 'c.table_name', columnsStatement);
  return {
    heads: heads.map((head) => ({ ...head, catalog: null })),
    foreignKeys,
    columns: placed(queries.stream<ColumnRow>(columns.sql, columns.values), primary),
  };
}

/** A materialized view is a table too, with the same name. */
function headsStatement(condition: string): string {
  return `select o.owner as "schema", o.object_name as "name", o.kind as "kind", m.comments as "comment",
      t.num_rows as "rows"
    from (select owner, object_name,
        case max(object_type) keep (dense_rank last order by decode(object_type, 'MATERIALIZED VIEW', 2, 1))
          when 'VIEW' then 'view' when 'MATERIALIZED VIEW' then 'materialized_view' else 'table' end as kind
      from all_objects
      where object_type in ('TABLE', 'VIEW', 'MATERIALIZED VIEW') and secondary = 'N' and temporary = 'N'
        and object_name not like 'BIN$%' and owner not in ${OWN_SCHEMAS}${condition}
      group by owner, object_name) o
      left join all_tab_comments m on m.owner = o.owner and m.table_name = o.object_name
      left join all_tables t on t.owner = o.owner and t.table_name = o.object_name`;
}

function columnsStatement(condition: string): string {
  return `select c.owner as "schema", c.table_name as "table", c.column_name as "name", c.data_type as "type",
      case when c.data_type = 'RAW' then c.data_length else nullif(c.char_length, 0) end as "length",
      c.data_precision as "precision", c.data_scale as "scale", c.nullable as "nullable", m.comments as "comment"
    from all_tab_columns c left join all_col_comments m
      on m.owner = c.owner and m.table_name = c.table_name and m.column_name = c.column_name
    where c.owner not in ${OWN_SCHEMAS}${condition}
    order by c.owner, c.table_name, c.column_id`;
}

function keysStatement(condition: string): string {
  return `select k.owner as "schema", k.table_name as "table", k.column_name as "column", c.constraint_type as "kind",
      r.owner as "refSchema", r.table_name as "refTable", r.column_name as "refColumn"
    from all_constraints c
      join all_cons_columns k on k.owner = c.owner and k.constraint_name = c.constraint_name
      left join all_cons_columns r on r.owner = c.r_owner and r.constraint_name = c.r_constraint_name
        and r.position = k.position
    where c.constraint_type in ('P', 'R') and c.owner not in ${OWN_SCHEMAS}${condition}`;
}

async function keysOf(
  queries: OracleQueries,
  filter: CatalogFilter,
): Promise<{ primary: ReadonlySet<string>; foreignKeys: ReadonlyMap<string, ForeignKey> }> {
  const keys = withFilter(filter, 'c.owner', 'c.table_name', keysStatement);
  const primary = new Set<string>();
  const foreignKeys = new Map<string, ForeignKey>();
  for (const row of await queries.rows<KeyColumn>(keys.sql, keys.values)) {
    const place = placeOf(row.schema, row.table, row.column);
    if (row.kind === 'P') primary.add(place);
    else if (row.refTable !== null && row.refColumn !== null) {
      foreignKeys.set(place, { schema: row.refSchema, table: row.refTable, column: row.refColumn });
    }
  }
  return { primary, foreignKeys };
}

async function* placed(
  rows: AsyncIterable<ColumnRow>,
  primary: ReadonlySet<string>,
): AsyncIterable<PlacedColumn> {
  for await (const row of rows) {
    const { schema, table, name, type, nullable, comment } = row;
    yield {
      ...{ schema, table, name, comment },
      type: sizedType(type, row),
      nullable: nullable === 'Y',
      primaryKey: primary.has(placeOf(schema, table, name)),
    };
  }
}

function withFilter(
  filter: CatalogFilter,
  schema: string,
  table: string,
  write: (condition: string) => string,
): { sql: string; values: Record<string, string> } {
  const values: Record<string, string> = {};
  const parameter = (value: string): string => {
    const name = `f${Object.keys(values).length}`;
    values[name] = value;
    return `:${name}`;
  };
  return { sql: write(filterCondition(filter, { schema, table, parameter })), values };
}
