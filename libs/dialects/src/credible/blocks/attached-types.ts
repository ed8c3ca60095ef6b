import { BIGQUERY } from './bigquery.js';
import type { Block } from './block.js';
import { GCS, S3 } from './object-stores.js';
import { SNOWFLAKE } from './snowflake.js';

/** One kind of database that DuckDB attaches: how entries call it, and which member describes it. */
export interface AttachedType {
  readonly type: string;
  readonly member: string;
  readonly block: Block;
}

/** All kinds; their words for types are also those of our payload. */
export function attachedTypes(postgres: Block): readonly AttachedType[] {
  return [
    { type: 'bigquery', member: 'bigqueryConnection', block: BIGQUERY },
    { type: 'snowflake', member: 'snowflakeConnection', block: SNOWFLAKE },
    { type: 'postgres', member: 'postgresConnection', block: postgres },
    { type: 'gcs', member: 'gcsConnection', block: GCS },
    { type: 's3', member: 's3Connection', block: S3 },
  ];
}
