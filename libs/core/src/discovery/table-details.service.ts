import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { conflict, invalidField, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { requireTestIn } from '../access/scope-rules.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import { type TableDetailsView, tableDetailsView } from './catalog-view.js';
import { jobTarget } from './job-target.js';
import { TABLE } from './table-status.js';
import { type LockedTable, type TableDetailsFilter, TablesRepository } from './tables.repository.js';
import type { Page } from './tables.service.js';

/** Which tables to show, with all that is known of each. */
export interface TableDetailsRequest extends TableDetailsFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Tables to look at: each of some ids, or those of one connection, perhaps of some names alone. */
export type TableChoice = Pick<TableDetailsFilter, 'types'> &
  (
    | { readonly ids: readonly number[] }
    | { readonly connectionId: number; readonly names?: readonly string[] | undefined }
  );

/** Tables whose jobs are written in one transaction. */
const MOST_AT_ONCE = 1_000;

/** Tables of many connections at once, for contracts that have no list of tables beneath a connection. */
@Injectable()
export class TableDetailsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly tables: TablesRepository,
    private readonly jobs: JobsRepository,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /** By id. @throws DomainError `not_found` for a connection that is named, `malformed` for a foreign cursor */
  async list(scope: Scope, request: TableDetailsRequest): Promise<Page<TableDetailsView>> {
    const { limit, cursor, ...filter } = request;
    const { connectionId, types, ids, names } = filter;
    const vault = await this.vault.forTenant(scope);
    const listName = JSON.stringify(['table_details', listPlace(scope), connectionId, types, ids, names]);
    const afterId = cursor === undefined ? undefined : readCursor<{ id: number }>(vault, listName, cursor).id;
    const [connection, rows] = await Promise.all([
      connectionId === undefined ? undefined : this.connections.byId(scope, connectionId),
      this.tables.listDetails(scope, { ...filter, afterId, limit: limit + 1 }),
    ]);
    if (connection === null || (connection && !types.includes(connection.type))) throw notFound('connection');
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? writeCursor(vault, listName, { id: last.id }) : null;
    return { items: page.map(tableDetailsView), next };
  }

  /**
   * Has tables looked at closely, in one transaction. Of a connection's tables those that its source shows no more are
   * left out.
   *
   * @returns their ids
   * @throws DomainError `not_found` for a connection, or for an id that is no visible table; `forbidden`; `conflict`
   *   for the id of a table that its source shows no more; `invalid` for more than 1,000
   */
  async sync(scope: Scope, choice: TableChoice): Promise<number[]> {
    return this.database.effect(scope, async (tx) => {
      const found = await this.tables.lockAll(tx, scope, choice);
      const tables = 'ids' in choice ? requireAll(choice.ids, found) : found.filter(isShownBySource);
      if (tables.length > MOST_AT_ONCE) {
        throw invalidField(
          'ids',
          'max',
          `At most ${MOST_AT_ONCE} tables are taken at once; name some of them.`,
        );
      }
      const connectionIds = new Set(tables.map(({ connectionId }) => connectionId));
      if ('connectionId' in choice) connectionIds.add(choice.connectionId);
      for (const id of connectionIds) {
        await this.syncTablesOf(
          tx,
          scope,
          id,
          choice.types,
          tables.filter((one) => one.connectionId === id),
        );
      }
      return tables.map(({ id }) => id);
    });
  }

  private async syncTablesOf(
    tx: Transaction,
    scope: Scope,
    connectionId: number,
    types: readonly string[],
    tables: readonly LockedTable[],
  ): Promise<void> {
    const connection = await this.connections.lock(tx, scope, connectionId);
    if (!connection || !types.includes(connection.type)) throw notFound('connection');
    const { projectId } = connection;
    requireTestIn(scope, projectId);
    if (tables.length === 0) return;
    const ids = tables.map(({ id }) => id);
    await this.tables.setStatusOf(tx, scope, ids, 'SYNCHRONIZING');
    const target = jobTarget(this.registry, connection);
    await this.jobs.addForTables(tx, scope, { kind: 'table_sync', projectId, connectionId, target }, ids);
    await recordAudit(tx, scope, {
      action: 'table.sync',
      entity: 'connection',
      entityId: connectionId,
      projectId,
      after: { table_ids: ids },
    });
  }
}

function isShownBySource({ status }: LockedTable): boolean {
  return TABLE.next(status, 'sync_requested') !== null;
}

function requireAll(ids: readonly number[], found: readonly LockedTable[]): readonly LockedTable[] {
  if (new Set(ids).size > found.length) throw notFound('table');
  if (found.every(isShownBySource)) return found;
  throw conflict('table_deprecated', 'The last discovery did not find the table any more.');
}
