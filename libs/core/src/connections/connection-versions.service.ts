import { Injectable } from '@nestjs/common';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import { type ConnectionVersionView, connectionVersionView } from './connection-version-view.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { ConnectionsRepository } from './connections.repository.js';

/** The highest number that a version can have. */
const LAST = 2 ** 31 - 1;

export interface ConnectionVersionPage {
  readonly items: ConnectionVersionView[];
  /** The cursor of the next page, or null on the last. */
  readonly next: string | null;
}

/** Shows what a connection was. */
@Injectable()
export class ConnectionVersionsService {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly versions: ConnectionVersionsRepository,
    private readonly vault: Vault,
  ) {}

  /**
   * Every version, the newest first.
   *
   * @throws DomainError `not_found` for the connection, `malformed` for a foreign cursor
   */
  async list(
    scope: Scope,
    id: number,
    request: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<ConnectionVersionPage> {
    await this.requireVisible(scope, id);
    const vault = await this.vault.forTenant(scope);
    const list = JSON.stringify(['connection_versions', listPlace(scope), id]);
    const from =
      request.cursor === undefined ? LAST : readCursor<{ from: number }>(vault, list, request.cursor).from;
    // One more than the page: it tells what the last one of the page changed, and whether there is another.
    const rows = await this.versions.list(scope, id, from, request.limit + 1);
    const page = rows.slice(0, request.limit);
    const following = rows[request.limit];
    return {
      items: page.map((row, index) => connectionVersionView(row, rows[index + 1])),
      next: following ? writeCursor(vault, list, { from: following.version }) : null,
    };
  }

  /** @throws DomainError `not_found` for the connection or the version */
  async get(scope: Scope, id: number, version: number): Promise<ConnectionVersionView> {
    await this.requireVisible(scope, id);
    const [row, before] = version > LAST ? [] : await this.versions.list(scope, id, version, 2);
    if (row?.version !== version) throw notFound('connection version');
    return connectionVersionView(row, before);
  }

  private async requireVisible(scope: Scope, id: number): Promise<void> {
    if (!(await this.connections.byId(scope, id))) throw notFound('connection');
  }
}
