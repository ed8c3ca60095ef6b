import { type ConnectorRegistry, type JsonObject, textOf } from '#connector-sdk';
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
  /** The schema that is meant where a table is named without one; undefined where nobody can say. */
  readonly defaultSchema: (payload: JsonObject) => string | undefined;
  /** True where our type usually goes by another name of the page: the connection then remembers this one. */
  readonly remembered?: true;
}

/** The closed table of the page's types; of a type's faces the first one that fits is taken. */
export function typeFaces(registry: ConnectorRegistry): readonly TypeFace[] {
  const postgres = postgresBlock(registry, 'POSTGRES');
  const face = (
    type: CredibleType,
    native: string,
    block: Block,
    schema: TypeFace['defaultSchema'],
  ): TypeFace => ({ type, member: memberOf(type), native, block, defaultSchema: schema });
  const named = (member: string) => (payload: JsonObject) => textOf(payload, member);
  const always = (schema: string) => () => schema;
  return [
    face('postgres', 'POSTGRES', postgres, always('public')),
    face('bigquery', 'BIGQUERY', BIGQUERY, named('dataset')),
    face('snowflake', 'SNOWFLAKE', SNOWFLAKE, named('schema')),
    face('trino', 'TRINO', TRINO, named('schema')),
    face('mysql', 'MYSQL', MYSQL, named('database')),
    {
      ...face('duckdb', 'MOTHERDUCK', DUCKDB_AT_MOTHERDUCK, always('main')),
      claims: ({ url }) => readMotherDuckUrl(url) !== undefined,
      remembered: true,
    },
    face('duckdb', 'DUCKDB', duckDbBlock(attachedTypes(postgres)), always('main')),
    face('motherduck', 'MOTHERDUCK', MOTHERDUCK, always('main')),
  ];
}

/** The member of the page that describes connections of that type. */
export function memberOf(type: CredibleType): string {
  return `${type}Connection`;
}
