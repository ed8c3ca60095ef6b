import { Injectable } from '@nestjs/common';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { nameKey } from '../naming/index.js';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import type { DeletedConnectionRow } from './connection-columns.js';
import {
  type ConnectionFilter,
  type ListPosition,
  type ListSort,
  connectionListQuery,
  positionOf,
} from './connection-list.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository } from './connections.repository.js';

/** The query of a list, found valid. */
export interface ConnectionListRequest {
  readonly type?: string | undefined;
  readonly scope?: string | undefined;
  readonly name?: string | undefined;
  readonly created_by?: string | undefined;
  readonly sort: ListSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly includeGlobal: boolean;
  /** The deleted ones, and no others. */
  readonly deleted: boolean;
}

/** A connection in a list; more of it where the list also holds the GLOBAL ones, or the deleted ones alone. */
export type ListedConnection = ConnectionView & {
  readonly resolved_from?: 'PROJECT' | 'GLOBAL';
  readonly deleted_at?: string;
  readonly deleted_by?: string;
  readonly purge_at?: string;
};

export interface ConnectionPage {
  readonly items: ListedConnection[];
  /** The cursor of the next page, or null on the last. */
  readonly next: string | null;
}

@Injectable()
export class ConnectionListsService {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly vault: Vault,
  ) {}

  /** @throws DomainError `malformed` for a foreign cursor, `not_found` for the project */
  async list(scope: Scope, request: ConnectionListRequest): Promise<ConnectionPage> {
    const filter: ConnectionFilter = {
      type: request.type,
      scope: request.scope,
      nameKey: request.name === undefined ? undefined : nameKey(request.name),
      createdBy: request.created_by,
      sort: request.sort,
      limit: request.limit,
      includeGlobal: request.includeGlobal && !request.deleted,
      deleted: request.deleted,
      after: await this.position(scope, request),
    };
    const rows = await this.connections.list(scope, connectionListQuery(scope, filter));
    const page = rows.length > request.limit ? rows.slice(0, request.limit) : rows;
    const last = page.at(-1);
    return {
      items: page.map((row) => {
        const view = connectionView(row);
        if (request.deleted) return { ...view, ...deletionOf(row as DeletedConnectionRow) };
        return request.includeGlobal ? { ...view, resolved_from: view.scope } : view;
      }),
      next:
        rows.length > request.limit && last
          ? writeCursor(
              await this.vault.forTenant(scope),
              listName(scope, request),
              positionOf(last, request.sort),
            )
          : null,
    };
  }

  private async position(scope: Scope, request: ConnectionListRequest): Promise<ListPosition | undefined> {
    if (request.cursor === undefined) return undefined;
    const vault = await this.vault.forTenant(scope);
    return readCursor<ListPosition>(vault, listName(scope, request), request.cursor);
  }
}

function deletionOf({ deletedAt, deletedBy, purgeAt }: DeletedConnectionRow) {
  return { deleted_at: deletedAt, deleted_by: deletedBy, purge_at: purgeAt };
}

/** What a cursor is bound to beside the tenant: the place and every filter. */
function listName(scope: Scope, request: ConnectionListRequest): string {
  const { type, scope: own, name, created_by, sort, includeGlobal, deleted } = request;
  return JSON.stringify([
    'connections',
    listPlace(scope),
    type,
    own,
    name,
    created_by,
    sort,
    includeGlobal,
    deleted,
  ]);
}
