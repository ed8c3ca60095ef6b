import type { CatalogFilter, CatalogTable, ForeignKey } from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import { filterCondition } from '../../catalog/table-patterns.js';
import { NEVER_NULL_DOMAINS, tablesStatement } from './postgres-tables.js';

/** Runs one fixed statement. */
export type RowQuery = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** An OID is four bytes without a sign, so this is before the first. */
const BEFORE_ALL = '0';

/** A table as {@link tablesStatement} answers it; what has no items is null. */
interface TableRow extends Omit<CatalogTable, 'catalog' | 'columns'> {
  readonly key: string;
  readonly names: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly nullable: readonly boolean[] | null;
  /** Columns that have one. */
  readonly comments: readonly (readonly [column: string, comment: string])[] | null;
  /** Columns of keys; those of the primary key refer to nothing. */
  readonly keys: readonly KeyPart[] | null;
}

type KeyPart =
  | readonly [column: string, schema: string, table: string, other: string]
  | readonly [column: string, schema: null, table: null, other: null];

/**
 * The catalog from `pg_catalog`, paged by OID: a page is one statement, and costs a walk along the primary key of
 * `pg_class` and what its own tables have.
 */
export async function* postgresCatalog(
  query: RowQuery,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const domains = await query<{ oid: string }>(NEVER_NULL_DOMAINS, []);
  for (let after = BEFORE_ALL; ;) {
    const values: unknown[] = [after, pageSize, domains.map(({ oid }) => oid)];
    const condition = filterCondition(filter, {
      schema: 'n.nspname',
      table: 'c.relname',
      parameter: (value) => `$${values.push(value)}`,
    });
    const rows = await query<TableRow>(tablesStatement(condition), values);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(tableOf);
    if (rows.length < pageSize) return;
    after = last.key;
  }
}

function tableOf({ key: _, names, types, nullable, comments, keys, ...head }: TableRow): CatalogTable {
  const commentOf = new Map(comments);
  const primary = new Set<string>();
  const foreign = new Map<string, ForeignKey>();
  for (const [column, schema, table, other] of keys ?? []) {
    if (table === null) primary.add(column);
    else foreign.set(column, { schema, table, column: other });
  }
  const columns = (names ?? []).map((name, place) =>
    catalogColumn({
      name,
      type: types?.[place] ?? '',
      nullable: nullable?.[place] ?? null,
      comment: commentOf.get(name) ?? null,
      primaryKey: primary.has(name),
      foreignKey: foreign.get(name),
    }),
  );
  return { catalog: null, ...head, columns };
}
