import { isJsonObject, type JsonObject, type JsonValue } from '#connector-sdk/opening';
import { looksSecret } from '#platform/redaction';

import { type HiveColumn, jsonParameter, type MetastoreTable } from './metastore/metastore-table.js';

/**
 * What says how a table is at the moment, or stands elsewhere in the statement: names of Iceberg's TableProperties and
 * HMSTablePropertyHelper, and of Hive's StatsSetupConst.
 */
const NOT_DECLARED = new Set([
  'COLUMN_STATS_ACCURATE',
  'EXTERNAL',
  'comment',
  'current-schema',
  'current-snapshot-id',
  'current-snapshot-summary',
  'current-snapshot-timestamp-ms',
  'default-partition-spec',
  'default-sort-order',
  'metadata_location',
  'numFiles',
  'numFilesErasureCoded',
  'numPartitions',
  'numRows',
  'previous_metadata_location',
  'rawDataSize',
  'snapshot-count',
  'storage_handler',
  'table_type',
  'totalSize',
  'transient_lastDdlTime',
  'uuid',
]);

/** `bucket[16]` and `truncate[4]` (https://iceberg.apache.org/spec/#partition-transforms). */
const WITH_WIDTH = /^(bucket|truncate)\[(\d+)\]$/;
const OF_TIME = new Set(['year', 'month', 'day', 'hour']);

/**
 * The statement that makes a table, in Hive's language, of what its metastore says; it keeps none itself. Properties
 * whose names look secret are left out, and passwords in addresses.
 */
export function tableDefinition(schema: string, table: MetastoreTable): string {
  const { columns, partitionKeys, parameters, location, type } = table;
  const comment = parameters.get('comment');
  const spec = partitionSpec(table);
  const properties = declaredProperties(parameters);
  return [
    `CREATE ${type === 'EXTERNAL_TABLE' ? 'EXTERNAL ' : ''}TABLE ${quoted(schema)}.${quoted(table.name)} (`,
    `${columns.map(columnLine).join(',\n')})`,
    ...(comment === undefined ? [] : [`COMMENT ${literal(comment)}`]),
    ...(partitionKeys.length === 0
      ? []
      : [`PARTITIONED BY (\n${partitionKeys.map(columnLine).join(',\n')})`]),
    ...(spec.length === 0 ? [] : [`PARTITIONED BY SPEC (${spec.join(', ')})`]),
    'STORED BY ICEBERG',
    ...(location === null ? [] : [`LOCATION ${literal(withoutPassword(location))}`]),
    ...(properties.length === 0 ? [] : [`TBLPROPERTIES (\n${properties.join(',\n')})`]),
  ].join('\n');
}

function columnLine({ name, type, comment }: HiveColumn): string {
  return `  ${quoted(name)} ${type}${comment === null || comment === '' ? '' : ` COMMENT ${literal(comment)}`}`;
}

function declaredProperties(parameters: ReadonlyMap<string, string>): string[] {
  return [...parameters]
    .filter(([name]) => !NOT_DECLARED.has(name) && !looksSecret(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `  ${literal(name)}=${literal(withoutPassword(value))}`);
}

/** Iceberg's hidden partitions; none where the metastore does not say of what they are made. */
function partitionSpec(table: MetastoreTable): string[] {
  const columns = new Map(
    objectsIn(jsonParameter(table, 'current-schema')?.['fields']).map(({ id, name }) => [id, name]),
  );
  const fields = objectsIn(jsonParameter(table, 'default-partition-spec')?.['fields']);
  const terms = fields
    // A part that was dropped.
    .filter(({ transform }) => transform !== 'void')
    .map((field) => transformOf(field['transform'], columns.get(field['source-id'])));
  return terms.every((term) => term !== undefined) ? terms : [];
}

function transformOf(transform: JsonValue | undefined, column: JsonValue | undefined): string | undefined {
  if (typeof transform !== 'string' || typeof column !== 'string') return undefined;
  if (transform === 'identity') return quoted(column);
  if (OF_TIME.has(transform)) return `${transform}(${quoted(column)})`;
  const [, word, width] = WITH_WIDTH.exec(transform) ?? [];
  return word === undefined ? undefined : `${word}(${width}, ${quoted(column)})`;
}

function objectsIn(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isJsonObject) : [];
}

/**
 * `s3a://key:secret@bucket`, up to the last @, for secrets have slashes; the container before an account of Azure's
 * (`abfss://container@account`) stays.
 */
function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^\s/:@]*:\S*@/g, '://');
}

/** A name as Hive takes it (https://cwiki.apache.org/confluence/display/Hive/LanguageManual+DDL). */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text as Hive takes it: between single quotes, with backslashes before what ends or begins something. */
function literal(text: string): string {
  const escaped = text.replace(/[\\']/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');
  return `'${escaped}'`;
}
