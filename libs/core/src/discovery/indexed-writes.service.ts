import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { AttributeChanges } from '../connections/attributes/attribute-changes.js';
import { ConnectionUpdatesService, type UpdateManner } from '../connections/connection-updates.service.js';
import type { ConnectionRow } from '../connections/connection-columns.js';
import type { ConnectionView } from '../connections/connection-view.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { Precondition } from '../versioning/precondition.js';
import { DiscoveryService } from './discovery.service.js';

/** Stores connections, whether or not they can be reached, and has their tables found in the same transaction. */
@Injectable()
export class IndexedWritesService {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly updates: ConnectionUpdatesService,
    private readonly discovery: DiscoveryService,
  ) {}

  /** @throws DomainError as a create */
  async create(scope: Scope, body: JsonObject, attributes?: AttributeChanges): Promise<ConnectionView> {
    const { id } = await this.connections.create(scope, body, attributes, (tx, row) =>
      this.index(tx, scope, row),
    );
    return this.connections.get(scope, id);
  }

  /** What changes the source is found out anew. @throws DomainError as an update */
  async update(
    scope: Scope,
    id: number,
    body: JsonObject,
    precondition: Precondition,
    attributes?: AttributeChanges,
    manner: Pick<UpdateManner, 'partialCredential'> = {},
  ): Promise<ConnectionView> {
    await this.updates.update(scope, id, body, precondition, attributes, {
      ...manner,
      within: (tx, row) => this.index(tx, scope, row),
    });
    return this.connections.get(scope, id);
  }

  /** Nothing is known yet, or what was known is out of date. */
  private async index(tx: Transaction, scope: Scope, row: ConnectionRow): Promise<void> {
    if (row.indexingStatus === 'UNKNOWN') await this.discovery.request(tx, scope, row);
  }
}
