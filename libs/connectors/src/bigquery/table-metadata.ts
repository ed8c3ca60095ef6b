import {
  type CatalogTable,
  catalogColumn,
  type ForeignKey,
  sizedType,
  type TableName,
  type TableSummary,
} from '#connector-sdk/opening';

/** A field of a schema (https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema). */
interface Field {
  readonly name?: string;
  readonly type?: string;
  readonly mode?: string;
  readonly description?: string;
  readonly maxLength?: string;
  readonly precision?: string;
  readonly scale?: string;
}

/** What the service says of one table. */
export interface TableMetadata {
  readonly type?: string;
  readonly description?: string;
  readonly numRows?: string;
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly view?: { readonly query?: string };
  readonly materializedView?: { readonly query?: string };
  readonly tableConstraints?: {
    readonly primaryKey?: { readonly columns?: readonly string[] };
    readonly foreignKeys?: readonly {
      readonly referencedTable?: { readonly datasetId?: string; readonly tableId?: string };
      readonly columnReferences?: readonly {
        readonly referencingColumn?: string;
        readonly referencedColumn?: string;
      }[];
    }[];
  };
}

const KINDS: Readonly<Record<string, TableSummary['kind']>> = {
  TABLE: 'table',
  SNAPSHOT: 'table',
  VIEW: 'view',
  MATERIALIZED_VIEW: 'materialized_view',
  EXTERNAL: 'external',
};

/** What a table of this type is. */
export function kindOf(type: unknown): TableSummary['kind'] {
  return (typeof type === 'string' ? KINDS[type] : undefined) ?? 'other';
}

/** A table as a catalog has it. Views have no count of rows. */
export function tableOf(name: TableName, metadata: TableMetadata): CatalogTable {
  const { type, description, numRows, schema, tableConstraints } = metadata;
  const kind = kindOf(type);
  const primary = tableConstraints?.primaryKey?.columns ?? [];
  const foreign = foreignKeysOf(metadata);
  return {
    ...name,
    kind,
    comment: description ?? null,
    rows: kind === 'table' && numRows !== undefined ? Number(numRows) : null,
    columns: (schema?.fields ?? []).map((field) =>
      catalogColumn({
        name: field.name ?? '',
        type: typeOf(field),
        nullable: field.mode !== 'REQUIRED' && field.mode !== 'REPEATED',
        primaryKey: primary.includes(field.name ?? ''),
        foreignKey: foreign.get(field.name ?? ''),
        ...(field.description === undefined ? {} : { comment: field.description }),
      }),
    ),
  };
}

function typeOf({ type = '', mode, maxLength, precision, scale }: Field): string {
  const length = maxLength ?? null;
  const sized = sizedType(type, { length, precision: precision ?? null, scale: scale ?? null });
  return mode === 'REPEATED' ? `ARRAY<${sized}>` : sized;
}

function foreignKeysOf({ tableConstraints }: TableMetadata): ReadonlyMap<string, ForeignKey> {
  const found = (tableConstraints?.foreignKeys ?? []).flatMap(({ referencedTable, columnReferences = [] }) =>
    columnReferences.flatMap(({ referencingColumn, referencedColumn }) => {
      const table = referencedTable?.tableId;
      if (referencingColumn === undefined || referencedColumn === undefined || table === undefined) return [];
      const refers = { schema: referencedTable?.datasetId ?? null, table, column: referencedColumn };
      return [[referencingColumn, refers] as const];
    }),
  );
  return new Map(found);
}
