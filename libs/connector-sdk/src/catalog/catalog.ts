import type { TableName, TableSummary } from '../probe/probe.js';
import type { NormalType } from './normal-type.js';
import type { TablePattern } from './table-patterns.js';

/** Another table's column that a foreign key names. */
export interface ForeignKey {
  readonly schema: string | null;
  readonly table: string;
  readonly column: string;
}

/** A column; members that would say nothing are left out, since a catalog has millions of them. */
export interface CatalogColumn {
  readonly name: string;
  /** The engine's own words, with length and precision: `numeric(10,2)`. */
  readonly type: string;
  readonly normal: NormalType;
  /** Null where the engine does not say. */
  readonly nullable: boolean | null;
  readonly primaryKey?: true;
  readonly foreignKey?: ForeignKey;
  readonly comment?: string;
}

/** A table with all that is known of it without reading its rows. */
export interface CatalogTable extends TableName {
  readonly kind: TableSummary['kind'];
  readonly comment: string | null;
  /** How many rows the engine thinks there are, where it knows without counting. */
  readonly rows: number | null;
  /** In the table's own order. */
  readonly columns: readonly CatalogColumn[];
  /** Not all columns could be read this time: those that are known of the table already stay. */
  readonly columnsUnread?: true;
  /** See {@link TableMark}; absent where the source has none. */
  readonly mark?: string;
}

/**
 * What a source that knows when it changed says of a table. As long as the mark is the same, a {@link CatalogTable}
 * of it would have the same kind, comment and columns: marks of different contents differ, and not the other way round.
 */
export interface TableMark extends TableName {
  /** What the source finds the table by. */
  readonly key: string;
  /** At most {@link LONGEST_MARK} characters. */
  readonly mark: string;
}

/** Catalogs of a source that can tell by marks what is as it was. */
export interface MarkedCatalog {
  /** The marks of all tables that the filter lets through, in pages of about `pageSize` and in any order. */
  marks(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly TableMark[]>;
  /** Tables by their keys; one that is gone is left out. */
  tables(keys: readonly string[]): Promise<readonly CatalogTable[]>;
}

/** Columns of a table that are kept. */
export const MOST_COLUMNS = 10_000;

/** Characters of a mark, and of a key. */
export const LONGEST_MARK = 100;

/** Which tables a catalog shall hold. It belongs into the engine's statement, not behind it. */
export interface CatalogFilter {
  /** Schemas to look at; empty for all. */
  readonly schemas: readonly string[];
  /** Tables to list; empty for all. */
  readonly include: readonly TablePattern[];
  /** Tables to leave out, also if they are included. */
  readonly exclude: readonly TablePattern[];
}

/** What a close look at one table shall bring. */
export interface LookWishes {
  /** Example rows; 0 for none. */
  readonly rows: number;
  /** Columns whose values are listed if they are few. */
  readonly categories: readonly string[];
}

/** What a close look at one table brought. */
export interface TableLook {
  /** The statement that makes the table, as the engine would write it; null where it has none. */
  readonly ddl: string | null;
  /** Example rows, by column; values as texts, cut to {@link LONGEST_VALUE} characters. */
  readonly rows: readonly Readonly<Record<string, string | null>>[];
  /** By column: all its values, where there are 1 to {@link MOST_CATEGORIES} of them. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

/** Characters of an example value that are kept. */
export const LONGEST_VALUE = 200;
/** A column with more different values has no categories. */
export const MOST_CATEGORIES = 60;
/** A column with a longer value (characters) has no categories. */
export const LONGEST_CATEGORY = 50;
