import { Injectable } from '@nestjs/common';
import type { TableLook } from '#connector-sdk';
import { type SqlValue, TenantDatabase, type Transaction } from '#platform/database';
import { type Scope, reaches } from '#platform/scope';
import type { JobError } from '../jobs/job-row.js';
import type { CatalogChangeRow, CatalogTableDetails, CatalogTableRow } from './catalog-view.js';
import type { TableStatus } from './table-status.js';

/** Where a page of tables begins: behind this one. */
export interface TablePosition {
  readonly schema: string;
  readonly name: string;
  readonly catalog: string;
}

export interface TableFilter {
  readonly connectionId: number;
  readonly schema?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly after?: TablePosition | undefined;
  readonly limit: number;
}

/** Tables of several connections; what is absent does not narrow. */
export interface TableDetailsFilter {
  readonly connectionId?: number | undefined;
  /** Of the connections. */
  readonly types: readonly string[];
  readonly ids?: readonly number[] | undefined;
  readonly names?: readonly string[] | undefined;
}

/** A table that a transaction holds. */
export type LockedTable = Pick<
  CatalogTableDetails,
  'id' | 'projectId' | 'connectionId' | 'status' | 'columns'
>;

/** What people say of a table; an absent member stays, null removes. */
export interface Descriptions {
  readonly description?: string | null;
  readonly columns?: Readonly<Record<string, string | null>>;
  readonly metadata?: object | null;
}

const COLUMNS = `t.id, c.project_id as "projectId", t.connection_id as "connectionId", t.catalog_name as catalog,
  t.schema_name as schema, t.name, t.kind, t.comment, t.row_estimate as rows,
  jsonb_array_length(t.columns) as "columnCount", t.status, t.error, t.description, t.synced_at as "syncedAt",
  t.first_seen_at as "firstSeenAt", t.changed_at as "changedAt"`;
const DETAILS = `${COLUMNS}, t.columns, t.column_descriptions as "columnDescriptions", t.metadata, t.ddl, t.examples,
  t.categories`;
const LOCKED = 't.id, c.project_id as "projectId", t.connection_id as "connectionId", t.status, t.columns';
const texts = (parameter: string): string =>
  `any(array(select jsonb_array_elements_text(${parameter}::jsonb)))`;
/** What {@link TableDetailsFilter} says; lists of texts travel as JSON. */
const CHOSEN = `($2::bigint is null or t.connection_id = $2) and c.type = ${texts('$3')}
  and ($4::bigint[] is null or t.id = any($4)) and ($5::text is null or t.name = ${texts('$5')})`;
const FROM = `catalog_tables t join connections c on c.tenant_id = t.tenant_id and c.id = t.connection_id
  and c.deleted_at is null`;

/** The tables that discoveries found. */
@Injectable()
export class TablesRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Tables of one connection by schema and name. The caller sees the connection. */
  async list(scope: Scope, filter: TableFilter): Promise<CatalogTableRow[]> {
    const { connectionId, schema, name, status, after, limit } = filter;
    const [rows] = await this.database.read(scope, {
      name: 'tables_list',
      text: `select ${COLUMNS} from ${FROM}
        where t.tenant_id = $1 and t.connection_id = $2 and ($3::text is null or t.schema_name = $3)
          and ($4::text is null or t.name = $4) and ($5::text is null or t.status = $5)
          and ($6::text is null or (t.schema_name, t.name, t.catalog_name) > ($6, $7::text, $8::text))
        order by t.schema_name, t.name, t.catalog_name limit $9`,
      values: [
        scope.tenantId,
        connectionId,
        schema,
        name,
        status,
        after?.schema,
        after?.name,
        after?.catalog,
        limit,
      ],
    });
    return rows as CatalogTableRow[];
  }

  /** Tables with all that is known of them, by id. */
  async listDetails(
    scope: Scope,
    filter: TableDetailsFilter & { readonly afterId?: number | undefined; readonly limit: number },
  ): Promise<CatalogTableDetails[]> {
    const { projectId, projects } = scope;
    const [rows] = await this.database.read(scope, {
      name: 'table_details_list',
      text: `select ${DETAILS} from ${FROM} where t.tenant_id = $1 and ${CHOSEN}
        and ($6::bigint is null or c.project_id = $6) and (not $7 or c.project_id is null)
        and ($8::bigint[] is null or c.project_id is null or c.project_id = any($8))
        and ($9::bigint is null or t.id > $9)
        order by t.id limit $10`,
      values: [
        ...chosen(scope, filter),
        projectId ?? null,
        projectId === null,
        projects === 'all' ? null : projects,
        filter.afterId ?? null,
        filter.limit,
      ],
    });
    return rows as CatalogTableDetails[];
  }

  /** Those of them that the scope reaches, held by the transaction. */
  async lockAll(tx: Transaction, scope: Scope, filter: TableDetailsFilter): Promise<LockedTable[]> {
    const rows = await tx.query<LockedTable>(
      `select ${LOCKED} from ${FROM} where t.tenant_id = $1 and ${CHOSEN} order by t.id for update of t`,
      chosen(scope, filter),
    );
    return rows.filter((row) => reaches(scope, row.projectId));
  }

  async setStatusOf(
    tx: Transaction,
    scope: Scope,
    ids: readonly number[],
    status: TableStatus,
  ): Promise<void> {
    await tx.query(
      `update catalog_tables set status = $3, error = null where tenant_id = $1 and id = any($2::bigint[])`,
      [scope.tenantId, ids, status],
    );
  }

  /** One table with all that is known of it. */
  async find(scope: Scope, id: number): Promise<CatalogTableDetails | null> {
    const [rows] = await this.database.read(scope, {
      name: 'table_by_id',
      text: `select ${DETAILS} from ${FROM} where t.tenant_id = $1 and t.id = $2`,
      values: [scope.tenantId, id],
    });
    return onlyVisible(scope, rows?.[0] as CatalogTableDetails | undefined);
  }

  /** What a transaction needs to change a table. */
  async lock(tx: Transaction, scope: Scope, id: number): Promise<LockedTable | null> {
    const [row] = await tx.query<LockedTable>(
      `select ${LOCKED} from ${FROM} where t.tenant_id = $1 and t.id = $2 for update of t`,
      [scope.tenantId, id],
    );
    return onlyVisible(scope, row);
  }

  async setStatus(
    tx: Transaction,
    scope: Scope,
    id: number,
    status: TableStatus,
    error: JobError | null,
  ): Promise<void> {
    await tx.query(`update catalog_tables set status = $3, error = $4 where tenant_id = $1 and id = $2`, [
      scope.tenantId,
      id,
      status,
      error && JSON.stringify(error),
    ]);
  }

  /** Stores what a close look brought; of the rows and their values nothing, unless examples are wanted. */
  async setLook(
    tx: Transaction,
    scope: Scope,
    id: number,
    look: TableLook,
    examples: boolean,
  ): Promise<void> {
    await tx.query(
      `update catalog_tables set ddl = $3, examples = $4, categories = $5, synced_at = clock_timestamp()
       where tenant_id = $1 and id = $2`,
      [
        scope.tenantId,
        id,
        look.ddl,
        examples ? JSON.stringify(look.rows) : null,
        examples ? JSON.stringify(look.categories) : null,
      ],
    );
  }

  /** Stores what people say; a discovery never touches it. */
  async describe(tx: Transaction, scope: Scope, id: number, said: Descriptions): Promise<void> {
    await tx.query(
      `update catalog_tables set
         description = case when $3 then $4 else description end,
         column_descriptions = jsonb_strip_nulls(column_descriptions || $5::jsonb),
         metadata = case when $6 then $7::jsonb else metadata end
       where tenant_id = $1 and id = $2`,
      [
        scope.tenantId,
        id,
        said.description !== undefined,
        said.description ?? null,
        JSON.stringify(said.columns ?? {}),
        said.metadata !== undefined,
        said.metadata ? JSON.stringify(said.metadata) : null,
      ],
    );
  }

  /** Changes of one connection's catalog, the newest first. The caller sees the connection. */
  async changes(
    scope: Scope,
    connectionId: number,
    filter: {
      readonly breaking?: boolean | undefined;
      readonly beforeId?: number | undefined;
      readonly limit: number;
    },
  ): Promise<CatalogChangeRow[]> {
    const [rows] = await this.database.read(scope, {
      name: 'catalog_changes_list',
      text: `select id, job_id, table_id, nullif(schema_name, '') as schema, table_name as table, column_name as column,
          change, breaking, before, after, at
        from catalog_changes where tenant_id = $1 and connection_id = $2
          and ($3::boolean is null or breaking = $3) and ($4::bigint is null or id < $4)
        order by id desc limit $5`,
      values: [scope.tenantId, connectionId, filter.breaking, filter.beforeId, filter.limit],
    });
    return rows as CatalogChangeRow[];
  }
}

function chosen(scope: Scope, { connectionId, types, ids, names }: TableDetailsFilter): SqlValue[] {
  const namesText = names && JSON.stringify(names);
  return [scope.tenantId, connectionId ?? null, JSON.stringify(types), ids ?? null, namesText ?? null];
}

function onlyVisible<Row extends { readonly projectId: number | null }>(
  scope: Scope,
  row: Row | undefined,
): Row | null {
  return row && reaches(scope, row.projectId) ? row : null;
}
