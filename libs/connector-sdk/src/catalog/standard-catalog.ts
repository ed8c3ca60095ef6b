import type { TableName, TableSummary } from '../probe/probe.js';
import type { CatalogFilter } from './catalog.js';
import type { ColumnRow } from './column-rows.js';
import type { CatalogStatements, KeyedHead, KeyRow, OfTable } from './paged-catalog.js';
import { sizedType } from './sized-type.js';
import { filterCondition, onlyTables } from './table-patterns.js';

/** How an engine is asked that has views of the standard's shape (ISO/IEC 9075-11: `information_schema`). */
export interface StandardViews {
  /** The name that tables have before their schema; null where there is only one. */
  readonly catalog: string | null;
  /** The view of tables, with `table_schema`, `table_name` and `table_type`. */
  readonly tables: string;
  /** The view of columns, with those of the standard. */
  readonly columns: string;
  /** A condition for both views that leaves out what is the engine's own. */
  readonly users: string;
  /** Expressions; `null` for what the engine does not say. */
  readonly says: {
    readonly tableComment: string;
    readonly tableRows: string;
    readonly columnComment: string;
  };
  /** What stands for the value at this position, which begins at 1: `$1` or `?`. */
  parameter(position: number): string;
  kindOf(tableType: string): TableSummary['kind'];
  /** Runs a statement and answers its rows by the names of their columns, which are in double quotes. */
  query<Row>(sql: string, values: readonly string[]): Promise<readonly Row[]>;
  /** Keys of these tables, where the engine has any. */
  keys?(tables: readonly KeyedHead[]): Promise<readonly OfTable<KeyRow>[]>;
}

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
  readonly rows: number | string | null;
}

interface StandardColumn {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly length: number | string | null;
  readonly precision: number | string | null;
  readonly scale: number | string | null;
  readonly nullable: string | null;
  readonly comment: string | null;
}

/** What a table is found by again in the rows of its columns and keys. */
export function standardKey({ schema, name }: Pick<TableName, 'schema' | 'name'>): string {
  return JSON.stringify([schema, name]);
}

/** A catalog by views of the standard's shape, paged by schema and name. */
export function standardCatalog(views: StandardViews, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const { values, parameter } = parametersOf(views);
      const behind = after === null ? '' : behindTable(after, parameter);
      const wanted = filterCondition(filter, { schema: 'table_schema', table: 'table_name', parameter });
      const rows = await views.query<TableRow>(
        `select table_schema as "schema", table_name as "name", table_type as "type",
           ${views.says.tableComment} as "comment", ${views.says.tableRows} as "rows"
         from ${views.tables} where ${views.users}${behind}${wanted}
         order by table_schema, table_name limit ${limit}`,
        values,
      );
      return rows.map((row) => headOf(views, row));
    },
    columns: async (tables) => {
      const { values, parameter } = parametersOf(views);
      const dialect = { schema: 'table_schema', table: 'table_name', parameter };
      const rows = await views.query<StandardColumn>(
        `select table_schema as "schema", table_name as "table", column_name as "name", data_type as "type",
           character_maximum_length as "length", numeric_precision as "precision", numeric_scale as "scale",
           is_nullable as "nullable", ${views.says.columnComment} as "comment"
         from ${views.columns} where ${views.users}${filterCondition(onlyTables(tables), dialect)}
         order by table_schema, table_name, ordinal_position`,
        values,
      );
      return rows.map(columnOf);
    },
    ...(views.keys ? { keys: (tables) => views.keys!(tables) } : {}),
  };
}

function parametersOf(views: StandardViews) {
  const values: string[] = [];
  return { values, parameter: (value: string): string => views.parameter(values.push(value)) };
}

function behindTable(key: string, parameter: (value: string) => string): string {
  const [schema = '', name = ''] = JSON.parse(key) as string[];
  const [later, same] = [parameter(schema), parameter(schema)];
  return ` and (table_schema > ${later} or (table_schema = ${same} and table_name > ${parameter(name)}))`;
}

function headOf({ catalog, kindOf }: StandardViews, { type, comment, rows, ...name }: TableRow): KeyedHead {
  return {
    key: standardKey(name),
    catalog,
    ...name,
    kind: kindOf(type),
    comment: comment === '' ? null : comment,
    rows: rows === null ? null : Number(rows),
  };
}

function columnOf(row: StandardColumn): OfTable<ColumnRow> {
  const { schema, table, name, type, nullable, comment } = row;
  return {
    table: standardKey({ schema, name: table }),
    name,
    type: sizedType(type, row),
    nullable: yesOrNo(nullable),
    comment,
  };
}

/** The standard's truth values; null for anything else. */
export function yesOrNo(text: string | null): boolean | null {
  const word = text?.toUpperCase();
  return word === 'YES' ? true : word === 'NO' ? false : null;
}
