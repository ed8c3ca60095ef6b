import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, type JsonObject } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { requireTestIn, requireWriteIn } from '../access/scope-rules.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { type JobView, jobView } from '../jobs/job-view.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import {
  type CatalogChangeView,
  changeView,
  type TableDetailsView,
  tableDetailsView,
  type TableView,
  tableView,
} from './catalog-view.js';
import { jobTarget } from './job-target.js';
import { readDescriptions } from './table-descriptions.js';
import { TABLE } from './table-status.js';
import { type TablePosition, TablesRepository } from './tables.repository.js';

/** One page of a list, with the cursor of the next or null. */
export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

export interface TableListRequest {
  readonly schema?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ChangeListRequest {
  readonly breaking?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Shows what discoveries found, and takes what people say of it. */
@Injectable()
export class TablesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly tables: TablesRepository,
    private readonly jobs: JobsRepository,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /** @throws DomainError `not_found` for the connection, `malformed` for a foreign cursor */
  async list(scope: Scope, connectionId: number, request: TableListRequest): Promise<Page<TableView>> {
    const { limit, cursor, ...filter } = request;
    const { schema, name, status } = filter;
    const vault = await this.vault.forTenant(scope);
    const listName = JSON.stringify(['tables', listPlace(scope), connectionId, schema, name, status]);
    const after = cursor === undefined ? undefined : readCursor<TablePosition>(vault, listName, cursor);
    const [connection, rows] = await Promise.all([
      this.connections.byId(scope, connectionId),
      this.tables.list(scope, { ...filter, connectionId, after, limit: limit + 1 }),
    ]);
    if (!connection) throw notFound('connection');
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const position = last && { schema: last.schema, name: last.name, catalog: last.catalog };
    const next = rows.length > limit && position ? writeCursor(vault, listName, position) : null;
    return { items: page.map(tableView), next };
  }

  /** @throws DomainError `not_found` */
  async get(scope: Scope, id: number): Promise<TableDetailsView> {
    const row = await this.tables.find(scope, id);
    if (!row) throw notFound('table');
    return tableDetailsView(row);
  }

  /** Stores what people say of a table and its columns. @throws DomainError `not_found`, `forbidden`, `invalid` */
  async describe(scope: Scope, id: number, body: JsonObject): Promise<TableDetailsView> {
    await this.database.transaction(scope, async (tx) => {
      const table = await this.tables.lock(tx, scope, id);
      if (!table) throw notFound('table');
      requireWriteIn(scope, table.projectId);
      const said = readDescriptions(body, table.columns);
      await this.tables.describe(tx, scope, id, said);
      await recordAudit(tx, scope, {
        action: 'table.describe',
        entity: 'table',
        entityId: id,
        projectId: table.projectId,
        after: said,
      });
    });
    return this.get(scope, id);
  }

  /**
   * Has a table looked at closely: its definition, examples of its rows, columns with few values.
   *
   * @throws DomainError `not_found`, `forbidden`, `conflict` for one that its source does not show any more
   */
  async sync(scope: Scope, id: number): Promise<JobView> {
    return this.database.effect(scope, async (tx) => {
      const table = await this.tables.lock(tx, scope, id);
      const connection = table && (await this.connections.lock(tx, scope, table.connectionId));
      if (!table || !connection) throw notFound('table');
      requireTestIn(scope, table.projectId);
      const status = TABLE.next(table.status, 'sync_requested');
      if (status === null) {
        throw conflict('table_deprecated', 'The last discovery did not find the table any more.');
      }
      await this.tables.setStatus(tx, scope, id, status, null);
      const { connectionId, projectId } = table;
      const target = jobTarget(this.registry, connection);
      const job = await this.jobs.add(tx, scope, {
        kind: 'table_sync',
        projectId,
        connectionId,
        tableId: id,
        target,
      });
      await recordAudit(tx, scope, {
        action: 'table.sync',
        entity: 'table',
        entityId: id,
        projectId,
        after: { job_id: job.id },
      });
      return jobView(job);
    });
  }

  /** How a connection's catalog changed, the newest first. @throws as {@link list} */
  async changes(
    scope: Scope,
    connectionId: number,
    { limit, cursor, breaking }: ChangeListRequest,
  ): Promise<Page<CatalogChangeView>> {
    const vault = await this.vault.forTenant(scope);
    const listName = JSON.stringify(['changes', listPlace(scope), connectionId, breaking]);
    const beforeId =
      cursor === undefined ? undefined : readCursor<{ id: number }>(vault, listName, cursor).id;
    const [connection, rows] = await Promise.all([
      this.connections.byId(scope, connectionId),
      this.tables.changes(scope, connectionId, { breaking, beforeId, limit: limit + 1 }),
    ]);
    if (!connection) throw notFound('connection');
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? writeCursor(vault, listName, { id: last.id }) : null;
    return { items: page.map(changeView), next };
  }
}
