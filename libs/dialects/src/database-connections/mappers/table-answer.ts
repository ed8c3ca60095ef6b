import type { JsonObject } from '#connector-sdk';
import type { ColumnView, TableDetailsView } from '#core';
import type { ColumnAnswer, TableAnswer } from '../wire-tables.js';

/** A table in this contract's words. What people say of it goes before what the source says. */
export function tableAnswer(table: TableDetailsView): TableAnswer {
  return {
    id: String(table.id),
    db_connection_id: String(table.connection_id),
    table_name: table.name,
    schema_name: table.schema,
    description: table.description ?? table.comment,
    table_schema: table.ddl,
    columns: table.columns.map(columnAnswer),
    examples: table.example_rows ?? [],
    last_schema_sync: table.last_synced_at,
    status: table.status,
    error_message: table.error?.message ?? null,
    metadata: table.metadata as JsonObject | null,
    created_at: table.first_seen_at,
  };
}

function columnAnswer(column: ColumnView): ColumnAnswer {
  const { foreign_key: key } = column;
  return {
    name: column.name,
    data_type: column.type,
    is_primary_key: column.primary_key,
    description: column.description ?? column.comment,
    low_cardinality: column.low_cardinality ?? false,
    categories: column.categories,
    foreign_key: key && { field_name: key.column, reference_table: key.table },
  };
}
