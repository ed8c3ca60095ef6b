import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import { attachedTypes } from './blocks/attached-types.js';
import { BIGQUERY } from './blocks/bigquery.js';
import type { Block } from './blocks/block.js';
import { readMotherDuckUrl } from './blocks/duck-url.js';
import { duckDbBlock } from './blocks/duckdb.js';
import { DUCKDB_AT_MOTHERDUCK, MOTHERDUCK } from './blocks/motherduck.js';
import { MYSQL } from './blocks/mysql.js';
import { postgresBlock } from './blocks/postgres.js';
import { SNOWFLAKE } from './blocks/snowflake.js';
import { TRINO } from './blocks/trino.js';

export const CREDIBLE_TYPES = [
  'postgres',
  'bigquery',
  'snowflake',
  'trino',
  'mysql',
  'duckdb',
  'motherduck',
] as const;

/** One of the page's types of connections. */
export type CredibleType = (typeof CREDIBLE_TYPES)[number];

/** A type of the page as one of ours. */
export interface TypeFace {
  readonly type: CredibleType;
  /** The member that describes a connection of this type. */
  readonly member: string;
  /** Our type. */
  readonly native: string;
  readonly block: Block;
  /** Tells which of two faces of a type a new block means. */
  readonly claims?: (block: JsonObject) => boolean;
  /** True where our type usually goes by another name of the page: the connection then remembers this one. */
  readonly remembered?: true;
}

/** The closed table of the page's types; of a type's faces the first one that fits is taken. */
export function typeFaces(registry: ConnectorRegistry): readonly TypeFace[] {
  const postgres = postgresBlock(registry, 'POSTGRES');
  const face = (type: CredibleType, native: string, block: Block): TypeFace => ({
    type,
    member: memberOf(type),
    native,
    block,
  });
  return [
    face('postgres', 'POSTGRES', postgres),
    face('bigquery', 'BIGQUERY', BIGQUERY),
    face('snowflake', 'SNOWFLAKE', SNOWFLAKE),
    face('trino', 'TRINO', TRINO),
    face('mysql', 'MYSQL', MYSQL),
    {
      ...face('duckdb', 'MOTHERDUCK', DUCKDB_AT_MOTHERDUCK),
      claims: ({ url }) => readMotherDuckUrl(url) !== undefined,
      remembered: true,
    },
    face('duckdb', 'DUCKDB', duckDbBlock(attachedTypes(postgres))),
    face('motherduck', 'MOTHERDUCK', MOTHERDUCK),
  ];
}

/** The member of the page that describes connections of that type. */
export function memberOf(type: CredibleType): string {
  return `${type}Connection`;
}
