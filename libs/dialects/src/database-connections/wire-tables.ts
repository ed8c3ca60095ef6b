import type { JsonObject } from '#connector-sdk';
import type { TableStatus } from '#core';

/** A column of a table as this contract answers it. */
export interface ColumnAnswer {
  readonly name: string;
  readonly data_type: string;
  readonly is_primary_key: boolean;
  readonly description: string | null;
  readonly low_cardinality: boolean;
  readonly categories: readonly string[] | null;
  readonly foreign_key: { readonly field_name: string; readonly reference_table: string } | null;
}

/** A table as this contract answers it. */
export interface TableAnswer {
  readonly id: string;
  readonly db_connection_id: string;
  readonly table_name: string;
  readonly schema_name: string | null;
  readonly description: string | null;
  /** The statement that makes it; null before it was scanned. */
  readonly table_schema: string | null;
  readonly columns: readonly ColumnAnswer[];
  readonly examples: readonly Readonly<Record<string, string | null>>[];
  readonly last_schema_sync: string | null;
  readonly status: TableStatus;
  readonly error_message: string | null;
  readonly metadata: JsonObject | null;
  readonly created_at: string;
}
