import {
  type CatalogFilter,
  type CatalogStatements,
  type ColumnRow,
  filterCondition,
  type ForeignKey,
  type KeyedHead,
  type KeyRow,
  type OfTable,
  onlyTables,
  standardKey,
  type TableName,
} from '#connector-sdk/opening';

import { hanaType, type HanaTypeRow } from './hana-type.js';

/** Runs a statement and answers its rows by the names of their columns. */
export type HanaQuery = <Row>(sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Tables that are no types and no sessions' own (SAP HANA SQL Reference Guide, System Views, TABLES). */
export const USERS_TABLES = `is_system_table = 'FALSE' and is_temporary = 'FALSE' and is_user_defined_type = 'FALSE'`;

/** What the server keeps for itself. */
const OWN_SCHEMAS = `schema_name <> 'SYS' and schema_name not like '\\_SYS%' escape '\\'`;

/** Who may see a table may not always see what the server measures of it. */
const INSUFFICIENT_PRIVILEGE = 258;

interface HeadRow {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
}

interface PlacedRow {
  readonly schema: string;
  readonly table: string;
}

interface ColumnOfTable extends PlacedRow, HanaTypeRow {
  readonly name: string;
  readonly nullable: string;
  readonly comment: string | null;
}

/** The catalog of what the login may see, paged by schema and name. */
export function hanaCatalog(query: HanaQuery, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const found = await selected<HeadRow>(
        query,
        ({ behind, where }) =>
          `select schema_name as "schema", table_name as "name", 'table' as "kind", comments as "comment"
             from sys.tables where ${USERS_TABLES} and ${OWN_SCHEMAS}${behind('table_name', after)}${where('table_name', filter)}
           union all select schema_name, view_name, 'view', comments
             from sys.views where ${OWN_SCHEMAS}${behind('view_name', after)}${where('view_name', filter)}
           order by 1, 2 limit ${Math.trunc(limit)}`,
      );
      const rows = await rowCounts(
        query,
        found.filter(({ kind }) => kind === 'table'),
      );
      return found.map(({ schema, name, kind, comment }): KeyedHead => {
        const key = standardKey({ schema, name });
        return { key, catalog: null, schema, name, kind, comment, rows: rows.get(key) ?? null };
      });
    },
    columns: async (tables) => {
      const said = (name: string, view: string, filter: string) =>
        `select schema_name as "schema", ${name} as "table", column_name as "name", data_type_name as "type",
           length as "length", scale as "scale", is_nullable as "nullable", comments as "comment", position as "position"
         from ${view} where ${OWN_SCHEMAS}${filter}`;
      const rows = await selected<ColumnOfTable>(
        query,
        ({ where }) =>
          `${said('table_name', 'sys.table_columns', where('table_name', onlyTables(tables)))}
           union all ${said('view_name', 'sys.view_columns', where('view_name', onlyTables(tables)))}
           order by 1, 2, 9`,
      );
      return rows.map(columnOf);
    },
    keys: async (tables) => [...(await primaryKeys(query, tables)), ...(await foreignKeys(query, tables))],
  };
}

/** By {@link standardKey}: the rows of these tables as the server has counted them, in one row for each part of a table. */
async function rowCounts(
  query: HanaQuery,
  tables: readonly Pick<TableName, 'schema' | 'name'>[],
): Promise<ReadonlyMap<string, number>> {
  if (tables.length === 0) return new Map();
  try {
    const counts = await selected<PlacedRow & { readonly rows: number | string | null }>(
      query,
      ({ where }) =>
        `select schema_name as "schema", table_name as "table", sum(record_count) as "rows" from sys.m_tables
         where ${OWN_SCHEMAS}${where('table_name', onlyTables(tables))} group by schema_name, table_name`,
    );
    return new Map(
      counts.flatMap(({ schema, table, rows }) =>
        rows === null ? [] : [[standardKey({ schema, name: table }), Number(rows)] as const],
      ),
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE) return new Map();
    throw error;
  }
}

async function primaryKeys(query: HanaQuery, tables: readonly KeyedHead[]): Promise<OfTable<KeyRow>[]> {
  const rows = await selected<PlacedRow & { readonly column: string }>(
    query,
    ({ where }) =>
      `select schema_name as "schema", table_name as "table", column_name as "column" from sys.constraints
       where is_primary_key = 'TRUE'${where('table_name', onlyTables(tables))}`,
  );
  return rows.map(({ schema, table, column }) => ({
    table: standardKey({ schema, name: table }),
    column,
    refers: null,
  }));
}

async function foreignKeys(query: HanaQuery, tables: readonly KeyedHead[]): Promise<OfTable<KeyRow>[]> {
  interface Row extends PlacedRow {
    readonly column: string;
    readonly refSchema: string;
    readonly refTable: string;
    readonly refColumn: string;
  }
  const rows = await selected<Row>(
    query,
    ({ where }) =>
      `select schema_name as "schema", table_name as "table", column_name as "column",
         referenced_schema_name as "refSchema", referenced_table_name as "refTable",
         referenced_column_name as "refColumn"
       from sys.referential_constraints where ${OWN_SCHEMAS}${where('table_name', onlyTables(tables))}`,
  );
  return rows.map(({ schema, table, column, refSchema, refTable, refColumn }) => {
    const refers: ForeignKey = { schema: refSchema, table: refTable, column: refColumn };
    return { table: standardKey({ schema, name: table }), column, refers };
  });
}

function columnOf({ schema, table, name, nullable, comment, ...type }: ColumnOfTable): OfTable<ColumnRow> {
  return {
    table: standardKey({ schema, name: table }),
    name,
    type: hanaType(type),
    nullable: nullable === 'TRUE',
    comment,
  };
}

/** Conditions of a statement, each of which takes its values when it is written. */
interface Conditions {
  /** Behind the table of this key, in a view whose tables have their name in `column`. */
  behind(column: string, key: string | null): string;
  where(column: string, filter: CatalogFilter): string;
}

async function selected<Row>(
  query: HanaQuery,
  write: (conditions: Conditions) => string,
): Promise<readonly Row[]> {
  const values: string[] = [];
  const parameter = (value: string): string => {
    values.push(value);
    return '?';
  };
  const sql = write({
    behind: (column, key) => {
      if (key === null) return '';
      const [schema = '', name = ''] = JSON.parse(key) as string[];
      const [later, same, next] = [parameter(schema), parameter(schema), parameter(name)];
      return ` and (schema_name > ${later} or (schema_name = ${same} and ${column} > ${next}))`;
    },
    where: (column, filter) => filterCondition(filter, { schema: 'schema_name', table: column, parameter }),
  });
  return query<Row>(sql, values);
}
