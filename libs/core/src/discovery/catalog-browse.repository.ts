import { Injectable } from '@nestjs/common';
import type { CatalogColumn } from '#connector-sdk';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';

/** A table that its source shows, with its columns and nothing that people or a close look added. */
export interface BrowsedTable {
  /** Null where the source has no catalogs above its schemas. */
  readonly catalog: string | null;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
}

/** Where a table may be; an absent catalog is any. */
export interface TablePlace {
  readonly catalog?: string;
  readonly schema: string;
  readonly name: string;
}

const TABLE = `nullif(t.catalog_name, '') as catalog, t.schema_name as schema, t.name, t.columns`;
const SHOWN = `t.tenant_id = $1 and t.connection_id = $2 and t.status <> 'DEPRECATED'`;

/** What discoveries found of one connection, as its source shows it now. The caller sees the connection. */
@Injectable()
export class CatalogBrowseRepository {
  constructor(private readonly database: TenantDatabase) {}

  async schemas(scope: Scope, connectionId: number): Promise<string[]> {
    const [rows] = await this.database.read(scope, {
      name: 'catalog_schemas',
      text: `select distinct t.schema_name as name from catalog_tables t where ${SHOWN} order by 1`,
      values: [scope.tenantId, connectionId],
    });
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  /** By name. */
  async tables(scope: Scope, connectionId: number, schema: string, limit: number): Promise<BrowsedTable[]> {
    const [rows] = await this.database.read(scope, {
      name: 'catalog_tables_of_schema',
      text: `select ${TABLE} from catalog_tables t where ${SHOWN} and t.schema_name = $3
        order by t.name, t.catalog_name limit $4`,
      values: [scope.tenantId, connectionId, schema, limit],
    });
    return rows as BrowsedTable[];
  }

  /** The table at the first of these places that has one. */
  async table(
    scope: Scope,
    connectionId: number,
    places: readonly TablePlace[],
  ): Promise<BrowsedTable | null> {
    const [rows] = await this.database.read(scope, {
      name: 'catalog_table_at',
      text: `select ${TABLE} from catalog_tables t
        join rows from (jsonb_to_recordset($3::jsonb) as (catalog text, schema text, name text))
          with ordinality place (catalog, schema, name, rank)
          on t.schema_name = place.schema and t.name = place.name
            and (place.catalog is null or t.catalog_name = place.catalog)
        where ${SHOWN} order by place.rank, t.catalog_name limit 1`,
      values: [scope.tenantId, connectionId, JSON.stringify(places)],
    });
    return (rows?.[0] as BrowsedTable | undefined) ?? null;
  }
}
