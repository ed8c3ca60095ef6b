import {
  filterCondition,
  type KeyedHead,
  type KeyRow,
  type OfTable,
  onlyTables,
  quotedName,
  standardKey,
} from '#connector-sdk/opening';

import { type SnowflakeQuery } from './statements.js';

interface Constraint {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
}

/**
 * Keys of a page. `information_schema` says which tables have any, and only `SHOW` which columns are in them: it is
 * asked for these tables alone.
 */
export async function snowflakeKeys(
  query: SnowflakeQuery,
  database: string,
  tables: readonly KeyedHead[],
): Promise<OfTable<KeyRow>[]> {
  const values: string[] = [];
  const parameter = (value: string): string => {
    values.push(value);
    return '?';
  };
  const condition = filterCondition(onlyTables(tables), {
    schema: 'table_schema',
    table: 'table_name',
    parameter,
  });
  const constraints = await query<Constraint>(
    `select distinct table_schema as "schema", table_name as "name", constraint_type as "type"
     from ${quotedName(database)}.information_schema.table_constraints
     where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')${condition}`,
    values,
  );
  const found: OfTable<KeyRow>[] = [];
  for (const constraint of constraints) found.push(...(await keysOf(query, database, constraint)));
  return found;
}

async function keysOf(
  query: SnowflakeQuery,
  database: string,
  { schema, name, type }: Constraint,
): Promise<OfTable<KeyRow>[]> {
  const place = [database, schema, name].map(quotedName).join('.');
  const table = standardKey({ schema, name });
  const kind = type === 'PRIMARY KEY' ? 'primary' : 'imported';
  const rows = await query<Record<string, string>>(`show ${kind} keys in table ${place}`);
  return rows.map((row) =>
    kind === 'primary'
      ? { table, column: row['column_name'] ?? '', refers: null }
      : {
          table,
          column: row['fk_column_name'] ?? '',
          refers: {
            schema: row['pk_schema_name'] ?? null,
            table: row['pk_table_name'] ?? '',
            column: row['pk_column_name'] ?? '',
          },
        },
  );
}
