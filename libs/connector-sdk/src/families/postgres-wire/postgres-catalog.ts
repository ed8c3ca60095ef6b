import type {
  CatalogFilter,
  CatalogTable,
  ForeignKey,
  MarkedCatalog,
  TableMark,
} from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import { filterCondition } from '../../catalog/table-patterns.js';
import { marksBasis, postgresMarks } from './postgres-marks.js';
import { NEVER_NULL_DOMAINS, tablesStatement } from './postgres-tables.js';
import type { RowQuery } from './row-query.js';

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
export class PostgresCatalog implements MarkedCatalog {
  private grounds: Promise<Grounds> | undefined;

  constructor(private readonly query: RowQuery) {}

  async *pages(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly CatalogTable[]> {
    for (let after = BEFORE_ALL; ;) {
      const rows = await this.page(after, pageSize, (parameter) =>
        filterCondition(filter, { schema: 'n.nspname', table: 'c.relname', parameter }),
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(tableOf);
      if (rows.length < pageSize) return;
      after = last.key;
    }
  }

  async *marks(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly TableMark[]> {
    const { basis } = await this.known();
    yield* postgresMarks(this.query, basis, filter, pageSize);
  }

  async tables(keys: readonly string[]): Promise<readonly CatalogTable[]> {
    const rows = await this.page(
      BEFORE_ALL,
      keys.length,
      (parameter) => ` and c.oid = any(${parameter(keys)}::oid[])`,
    );
    return rows.map(tableOf);
  }

  private async page(
    after: string,
    tables: number,
    condition: (parameter: (value: unknown) => string) => string,
  ): Promise<readonly TableRow[]> {
    const { domains, basis } = await this.known();
    const values: unknown[] = [after, tables, domains, basis];
    const wanted = condition((value) => `$${values.push(value)}`);
    return this.query<TableRow>(tablesStatement(wanted), values);
  }

  /** Asked for once. */
  private async known(): Promise<Grounds> {
    this.grounds ??= this.ask();
    return this.grounds;
  }

  private async ask(): Promise<Grounds> {
    const basis = await marksBasis(this.query);
    const domains = await this.query<{ oid: string }>(NEVER_NULL_DOMAINS, []);
    return { basis, domains: domains.map(({ oid }) => oid) };
  }
}

/** What all pages go by. */
interface Grounds {
  /** What marks begin with. */
  readonly basis: string;
  /** OIDs of domains that are never null. */
  readonly domains: readonly string[];
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
