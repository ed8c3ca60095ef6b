import type { CatalogColumn, NormalType, TableSummary } from '#connector-sdk';
import type { JobError } from '../jobs/job-row.js';
import type { CATALOG_CHANGES } from './catalog-diff.js';
import type { TableStatus } from './table-status.js';

/** A table as its row has it. */
export interface CatalogTableRow {
  readonly id: number;
  readonly projectId: number | null;
  readonly connectionId: number;
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: TableSummary['kind'];
  readonly comment: string | null;
  readonly rows: number | null;
  readonly columnCount: number;
  readonly status: TableStatus;
  readonly error: JobError | null;
  readonly description: string | null;
  readonly syncedAt: string | null;
  readonly firstSeenAt: string;
  readonly changedAt: string;
}

/** The same with its columns and what a sync brought. */
export interface CatalogTableDetails extends CatalogTableRow {
  readonly columns: readonly CatalogColumn[];
  readonly columnDescriptions: Readonly<Record<string, string>>;
  readonly metadata: object | null;
  readonly ddl: string | null;
  readonly examples: readonly Readonly<Record<string, string | null>>[] | null;
  readonly categories: Readonly<Record<string, readonly string[]>> | null;
}

/** A table as lists show it. */
export interface TableView {
  readonly id: number;
  readonly connection_id: number;
  /** Null where the source has no catalogs above its schemas. */
  readonly catalog: string | null;
  /** Null where the source has no schemas. */
  readonly schema: string | null;
  readonly name: string;
  readonly kind: TableSummary['kind'];
  /** What the source itself says of it. */
  readonly comment: string | null;
  /** What people here say of it. */
  readonly description: string | null;
  /** As the source estimates it, when the table was last found to have changed. */
  readonly row_estimate: number | null;
  readonly column_count: number;
  readonly status: TableStatus;
  readonly error: JobError | null;
  readonly first_seen_at: string;
  readonly changed_at: string;
  readonly last_synced_at: string | null;
}

/** What the source says of a column. */
export interface FoundColumnView {
  readonly name: string;
  /** The engine's own words. */
  readonly type: string;
  readonly normalized_type: NormalType;
  readonly nullable: boolean | null;
  readonly primary_key: boolean;
  readonly foreign_key: {
    readonly schema: string | null;
    readonly table: string;
    readonly column: string;
  } | null;
  readonly comment: string | null;
}

/** A column of a table. */
export interface ColumnView extends FoundColumnView {
  readonly description: string | null;
  /** True when it has so few values that `categories` lists them; null where nobody looked. */
  readonly low_cardinality: boolean | null;
  readonly categories: readonly string[] | null;
}

/** A table with all that is known of it. */
export interface TableDetailsView extends TableView {
  readonly columns: readonly ColumnView[];
  /** The statement that makes it; null before a sync. */
  readonly ddl: string | null;
  /** Some rows; null before a sync, or where the tenant does not want them. */
  readonly example_rows: readonly Readonly<Record<string, string | null>>[] | null;
  readonly metadata: object | null;
}

/** One change of a catalog. */
export interface CatalogChangeView {
  readonly id: number;
  readonly job_id: number;
  readonly table_id: number;
  readonly schema: string | null;
  readonly table: string;
  readonly column: string | null;
  readonly change: (typeof CATALOG_CHANGES)[number];
  readonly breaking: boolean;
  /** The column as it was; null where a column was added, and for tables. */
  readonly before: FoundColumnView | null;
  readonly after: FoundColumnView | null;
  readonly at: string;
}

/** The same as it is stored. */
export interface CatalogChangeRow extends Omit<CatalogChangeView, 'before' | 'after'> {
  readonly before: CatalogColumn | null;
  readonly after: CatalogColumn | null;
}

export function changeView(row: CatalogChangeRow): CatalogChangeView {
  const { before, after } = row;
  return { ...row, before: before && foundColumn(before), after: after && foundColumn(after) };
}

export function tableView(row: CatalogTableRow): TableView {
  return {
    id: row.id,
    connection_id: row.connectionId,
    catalog: row.catalog || null,
    schema: row.schema || null,
    name: row.name,
    kind: row.kind,
    comment: row.comment,
    description: row.description,
    row_estimate: row.rows,
    column_count: row.columnCount,
    status: row.status,
    error: row.error,
    first_seen_at: row.firstSeenAt,
    changed_at: row.changedAt,
    last_synced_at: row.syncedAt,
  };
}

export function tableDetailsView(row: CatalogTableDetails): TableDetailsView {
  return {
    ...tableView(row),
    columns: row.columns.map((column) => columnView(column, row)),
    ddl: row.ddl,
    example_rows: row.examples,
    metadata: row.metadata,
  };
}

function foundColumn(column: CatalogColumn): FoundColumnView {
  const { name, type, normal, nullable, primaryKey = false, foreignKey, comment } = column;
  return {
    name,
    type,
    normalized_type: normal,
    nullable,
    primary_key: primaryKey,
    foreign_key: foreignKey ?? null,
    comment: comment ?? null,
  };
}

function columnView(
  column: CatalogColumn,
  { categories, columnDescriptions }: CatalogTableDetails,
): ColumnView {
  const { name } = column;
  const own = categories && Object.hasOwn(categories, name) ? categories[name]! : null;
  return {
    ...foundColumn(column),
    description: Object.hasOwn(columnDescriptions, name) ? columnDescriptions[name]! : null,
    low_cardinality: categories && own !== null,
    categories: own,
  };
}
