import { type JsonObject, isJsonObject } from '#connector-sdk/opening';

import { ThriftStruct, type ThriftValue } from './thrift-value.js';

/** A column as Hive writes it: `FieldSchema` of its interface. */
export interface HiveColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
}

/** A table as the metastore describes it. */
export interface MetastoreTable {
  readonly name: string;
  readonly iceberg: boolean;
  /** Hive's word: `EXTERNAL_TABLE`, `MANAGED_TABLE`. */
  readonly type: string | null;
  readonly location: string | null;
  readonly columns: readonly HiveColumn[];
  /** Columns of Hive's own partitions, which come behind the others. */
  readonly partitionKeys: readonly HiveColumn[];
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads Hive's `Table` (https://github.com/apache/hive/blob/master/standalone-metastore/metastore-common/src/main/thrift/hive_metastore.thrift):
 * 1 tableName, 7 sd (1 cols, 2 location), 8 partitionKeys, 9 parameters, 12 tableType.
 */
export function metastoreTable(table: ThriftStruct): MetastoreTable {
  const storage = table.struct(7);
  const parameters = new Map<string, string>();
  for (const [name, value] of table.map(9)) {
    if (typeof name === 'string' && typeof value === 'string') parameters.set(name, value);
  }
  return {
    name: table.text(1) ?? '',
    iceberg: parameters.get('table_type')?.toUpperCase() === 'ICEBERG',
    type: table.text(12) ?? null,
    location: storage?.text(2) ?? null,
    columns: hiveColumns(storage?.list(1) ?? []),
    partitionKeys: hiveColumns(table.list(8)),
    parameters,
  };
}

/** A parameter that is an object written as JSON, as Iceberg's are; undefined where it is missing or none. */
export function jsonParameter({ parameters }: MetastoreTable, name: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(parameters.get(name) ?? '');
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Fields of FieldSchema: 1 name, 2 type, 3 comment. */
function hiveColumns(columns: readonly ThriftValue[]): HiveColumn[] {
  return columns
    .filter((column) => column instanceof ThriftStruct)
    .map((column) => ({
      name: column.text(1) ?? '',
      type: column.text(2) ?? '',
      comment: column.text(3) ?? null,
    }));
}
