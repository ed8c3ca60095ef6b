import {
  type CatalogFilter,
  type CatalogStatements,
  type ColumnRow,
  filterCondition,
  type KeyedHead,
  type KeyRow,
  type OfTable,
} from '#connector-sdk/opening';

import { columnType, type ColumnTypeRow } from './column-type.js';
import { listed, type Parameters, type Query } from './query.js';

/** Before the first `object_id`, which is a whole number of four bytes. */
const BEFORE_ALL = -2_147_483_648;

/** Catalog views show what the login may see, and are the same since 2005; names are as in every collation. */
const COLUMNS = `select c.object_id as [table], c.name as name, t.name as type, type_name(c.system_type_id) as base,
    cast(t.is_user_defined as int) as alias, cast(c.max_length as int) as [length], cast(c.precision as int) as [precision],
    cast(c.scale as int) as [scale], cast(c.is_nullable as int) as nullable, cast(p.value as nvarchar(4000)) as comment,
    case when exists (select 1 from sys.index_columns k join sys.indexes i
      on i.object_id = k.object_id and i.index_id = k.index_id
      where i.is_primary_key = 1 and k.object_id = c.object_id and k.column_id = c.column_id)
      then 1 else 0 end as primaryKey
  from sys.columns c join sys.types t on t.user_type_id = c.user_type_id
    left join sys.extended_properties p on p.class = 1 and p.major_id = c.object_id and p.minor_id = c.column_id
      and p.name = 'MS_Description'`;

const KEYS = `select k.parent_object_id as [table], col_name(k.parent_object_id, k.parent_column_id) as [column],
    object_schema_name(k.referenced_object_id) as refSchema, object_name(k.referenced_object_id) as refTable,
    col_name(k.referenced_object_id, k.referenced_column_id) as refColumn
  from sys.foreign_key_columns k`;

interface HeadRow {
  readonly id: number | string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly comment: string | null;
  readonly rows: number | string | null;
}

interface ColumnOfTable extends ColumnTypeRow {
  readonly table: number | string;
  readonly name: string;
  readonly nullable: number | string;
  readonly comment: string | null;
  readonly primaryKey: number | string;
}

interface ForeignKeyRow {
  readonly table: number | string;
  readonly column: string | null;
  readonly refSchema: string | null;
  readonly refTable: string | null;
  readonly refColumn: string | null;
}

/** The catalog of the declared database, paged by `object_id`, which the server finds tables by. */
export function msSqlCatalog(query: Query, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const values: Record<string, string | number> = { after: Number(after ?? BEFORE_ALL), limit };
      const parameter = (value: string): string => {
        const name = `f${Object.keys(values).length}`;
        values[name] = value;
        return `@${name}`;
      };
      const rows = await query<HeadRow>(headsStatement(filter, parameter), values);
      return rows.map(headOf);
    },
    columns: async (tables) => {
      const { list, values } = idsOf(tables);
      const rows = await query<ColumnOfTable>(
        `${COLUMNS} where c.object_id in (${list}) order by c.object_id, c.column_id`,
        values,
      );
      return rows.map(columnOf);
    },
    keys: async (tables) => {
      const { list, values } = idsOf(tables);
      const rows = await query<ForeignKeyRow>(`${KEYS} where k.parent_object_id in (${list})`, values);
      return rows.flatMap(keyOf);
    },
  };
}

function headsStatement(filter: CatalogFilter, parameter: (value: string) => string): string {
  const condition = filterCondition(filter, { schema: 's.name', table: 'o.name', parameter });
  return `select top (@limit) o.object_id as id, s.name as [schema], o.name as name,
      case o.type when 'V' then 'view' else 'table' end as kind, cast(p.value as nvarchar(4000)) as comment,
      case o.type when 'U' then (select sum(r.rows) from sys.partitions r
        where r.object_id = o.object_id and r.index_id in (0, 1)) end as [rows]
    from sys.objects o join sys.schemas s on s.schema_id = o.schema_id
      left join sys.extended_properties p on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0
        and p.name = 'MS_Description'
    where o.type in ('U', 'V') and o.is_ms_shipped = 0 and o.object_id > @after${condition}
    order by o.object_id`;
}

function headOf({ id, schema, name, kind, comment, rows }: HeadRow): KeyedHead {
  return {
    key: String(id),
    catalog: null,
    schema,
    name,
    kind: kind === 'view' ? 'view' : 'table',
    comment,
    rows: rows === null ? null : Number(rows),
  };
}

function columnOf(row: ColumnOfTable): OfTable<ColumnRow> {
  return {
    table: String(row.table),
    name: row.name,
    type: columnType(row),
    nullable: Number(row.nullable) === 1,
    comment: row.comment,
    primaryKey: Number(row.primaryKey) === 1,
  };
}

/** The name of a table that the login may not see is null. */
function keyOf({ table, column, refSchema, refTable, refColumn }: ForeignKeyRow): OfTable<KeyRow>[] {
  if (column === null || refTable === null || refColumn === null) return [];
  return [
    { table: String(table), column, refers: { schema: refSchema, table: refTable, column: refColumn } },
  ];
}

function idsOf(tables: readonly KeyedHead[]): { list: string; values: Parameters } {
  return listed(tables.map(({ key }) => Number(key)));
}
