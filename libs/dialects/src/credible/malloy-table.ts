import type { CatalogColumn, NormalType } from '#connector-sdk';
import type { BrowsedTable } from '#core';

/** A field of a table as clients of Malloy read it. */
export interface MalloyField {
  readonly name: string;
  readonly type: string;
  readonly numberType?: 'integer' | 'float';
  /** The engine's own word, for what has no other. */
  readonly rawType?: string;
}

/** A table as clients of Malloy take it for a source. */
export interface MalloyTable {
  readonly type: 'table';
  readonly name: string;
  readonly dialect: string;
  readonly tablePath: string;
  readonly connection: string;
  readonly fields: readonly MalloyField[];
}

const TYPES: Partial<Record<NormalType, Omit<MalloyField, 'name'>>> = {
  string: { type: 'string' },
  uuid: { type: 'string' },
  integer: { type: 'number', numberType: 'integer' },
  decimal: { type: 'number', numberType: 'float' },
  float: { type: 'number', numberType: 'float' },
  boolean: { type: 'boolean' },
  date: { type: 'date' },
  timestamp: { type: 'timestamp' },
  json: { type: 'json' },
};

const WITH_TIME_ZONE = /with time zone|timestamp_?(?:l)?tz/i;

/** The source that a table is: `https://github.com/malloydata/malloy`, `TableSourceDef`. */
export function malloyTable(
  table: BrowsedTable,
  place: { readonly connection: string; readonly dialect: string; readonly tablePath: string },
): MalloyTable {
  const { connection, dialect, tablePath } = place;
  return {
    type: 'table',
    name: tablePath,
    dialect,
    tablePath,
    connection,
    fields: table.columns.map(fieldOf),
  };
}

function fieldOf({ name, type, normal }: CatalogColumn): MalloyField {
  const known = TYPES[normal];
  if (!known) return { name, type: 'sql native', rawType: type };
  if (known.type === 'timestamp' && WITH_TIME_ZONE.test(type)) return { name, type: 'timestamptz' };
  return { name, ...known };
}
