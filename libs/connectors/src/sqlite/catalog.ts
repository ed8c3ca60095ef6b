import {
  type CatalogFilter,
  type CatalogStatements,
  type ColumnRow,
  filterCondition,
  type ForeignKey,
  type KeyRow,
  type LookStatements,
  type OfTable,
  quotedName,
  ROWS_FOR_CATEGORIES,
  type TableName,
} from '#connector-sdk/opening';

type Row = Readonly<Record<string, unknown>>;

/** Runs one statement of the open file. */
export type SqliteQuery = (sql: string, values: readonly (string | number)[]) => Row[];

/** What SQLite itself calls the one schema of a file. */
const SCHEMA = 'main';

const HEADS = `select name, type as kind from sqlite_schema
  where type in ('table', 'view') and name not like 'sqlite!_%' escape '!' and name > ?`;

/** The names come as one JSON text, since a statement takes a limited number of parameters. */
const COLUMNS = `select t.value as "table", c.name, c.type, c."notnull" as required, c.pk
  from json_each(?) t, pragma_table_xinfo(t.value) c where c.hidden <> 1 order by t.key, c.cid`;

/** A foreign key that names no column refers to the primary key. */
const FOREIGN_KEYS = `select t.value as "table", f."from" as own, f."table" as refTable,
    coalesce(f."to", (select p.name from pragma_table_info(f."table") p where p.pk = f.seq + 1)) as refColumn
  from json_each(?) t, pragma_foreign_key_list(t.value) f`;

/** The catalog of a file, paged by name. */
export function sqliteCatalog(query: SqliteQuery, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const values: (string | number)[] = [after ?? ''];
      const parameter = (value: string): string => {
        values.push(value);
        return '?';
      };
      const where = filterCondition(filter, { schema: `'${SCHEMA}'`, table: 'name', parameter });
      return query(`${HEADS}${where} order by name limit ?`, [...values, limit]).map((row) => ({
        key: String(row['name']),
        catalog: null,
        schema: SCHEMA,
        name: String(row['name']),
        kind: row['kind'] === 'view' ? 'view' : 'table',
        comment: null,
        rows: null,
      }));
    },
    columns: async (tables) => query(COLUMNS, [names(tables)]).map(columnRow),
    keys: async (tables) => query(FOREIGN_KEYS, [names(tables)]).map(foreignKey),
  };
}

function names(tables: readonly { readonly key: string }[]): string {
  return JSON.stringify(tables.map(({ key }) => key));
}

function columnRow(row: Row): OfTable<ColumnRow> {
  return {
    table: String(row['table']),
    name: String(row['name']),
    type: String(row['type']),
    nullable: row['required'] === 0,
    primaryKey: Number(row['pk']) > 0,
  };
}

function foreignKey(row: Row): OfTable<KeyRow> {
  const refers: ForeignKey = {
    schema: SCHEMA,
    table: String(row['refTable']),
    column: String(row['refColumn']),
  };
  return { table: String(row['table']), column: String(row['own']), refers };
}

/** How SQLite is asked about one table. */
export function sqliteLook(query: SqliteQuery, { name }: TableName): LookStatements {
  return {
    ddl: async () => {
      const [row] = query(`select sql from sqlite_schema where type in ('table', 'view') and name = ?`, [
        name,
      ]);
      return typeof row?.['sql'] === 'string' ? row['sql'] : null;
    },
    rows: async (limit) => query(`select * from ${quotedName(name)} limit ?`, [limit]),
    values: async (column, limit) =>
      query(
        `select distinct cast(${quotedName(column)} as text) as value
         from (select ${quotedName(column)} from ${quotedName(name)} limit ${ROWS_FOR_CATEGORIES})
         where ${quotedName(column)} is not null limit ?`,
        [limit],
      ),
  };
}
