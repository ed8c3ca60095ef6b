import {
  filterCondition,
  type KeyedHead,
  type KeyRow,
  type OfTable,
  onlyTables,
  type RowQuery,
  standardKey,
} from '#connector-sdk/opening';

/** A primary or a foreign key; columns are numbers of `pg_attribute`. */
interface Constraint {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly own: number;
  readonly other: number;
  readonly own_columns: unknown;
  readonly other_columns: unknown;
  readonly other_schema: string | null;
  readonly other_name: string | null;
}

interface Attribute {
  readonly relation: number;
  readonly position: number;
  readonly name: string;
}

/**
 * Primary and foreign keys of a page, which Redshift keeps as a promise and does not enforce. The lists of columns
 * are unfolded here: Redshift has no `unnest`.
 */
export async function redshiftKeys(
  query: RowQuery,
  tables: readonly KeyedHead[],
): Promise<OfTable<KeyRow>[]> {
  const local = tables.filter(({ kind }) => kind === 'table');
  if (local.length === 0) return [];
  const values: string[] = [];
  const condition = filterCondition(onlyTables(local), {
    schema: 'n.nspname',
    table: 'c.relname',
    parameter: (value) => `$${values.push(value)}`,
  });
  const constraints = await query<Constraint>(
    `select n.nspname as schema, c.relname as name, k.contype as kind, k.conrelid as own, k.confrelid as other,
       k.conkey as own_columns, k.confkey as other_columns, rn.nspname as other_schema, rc.relname as other_name
     from pg_catalog.pg_constraint k
       join pg_catalog.pg_class c on c.oid = k.conrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_class rc on rc.oid = k.confrelid
       left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
     where k.contype in ('p', 'f')${condition}`,
    values,
  );
  const names = await columnNames(query, constraints);
  return constraints.flatMap((constraint) => keyRows(constraint, names));
}

async function columnNames(
  query: RowQuery,
  constraints: readonly Constraint[],
): Promise<ReadonlyMap<string, string>> {
  const relations = [...new Set(constraints.flatMap(({ own, other }) => [Number(own), Number(other)]))];
  if (relations.length === 0) return new Map();
  const attributes = await query<Attribute>(
    `select attrelid as relation, attnum as position, attname as name from pg_catalog.pg_attribute
     where attnum > 0 and attrelid in (${relations.map((_, at) => `$${at + 1}`).join(', ')})`,
    relations,
  );
  return new Map(
    attributes.map(({ relation, position, name }) => [`${Number(relation)} ${Number(position)}`, name]),
  );
}

function keyRows(key: Constraint, names: ReadonlyMap<string, string>): OfTable<KeyRow>[] {
  const referred = numbersOf(key.other_columns);
  return numbersOf(key.own_columns).flatMap<OfTable<KeyRow>>((position, at) => {
    const column = names.get(`${Number(key.own)} ${position}`);
    if (column === undefined) return [];
    const table = standardKey(key);
    if (key.kind === 'p') return [{ table, column, refers: null }];
    const other = names.get(`${Number(key.other)} ${referred[at]}`);
    if (other === undefined || key.other_name === null) return [];
    return [{ table, column, refers: { schema: key.other_schema, table: key.other_name, column: other } }];
  });
}

/** A list of numbers, as the driver reads it or as the server writes it. */
function numbersOf(list: unknown): number[] {
  if (Array.isArray(list)) return list.map(Number);
  return typeof list === 'string' ? (list.match(/\d+/g) ?? []).map(Number) : [];
}
