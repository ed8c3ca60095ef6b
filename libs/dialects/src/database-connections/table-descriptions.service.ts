import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import {
  DiscoveryService,
  type JobPatience,
  JobWaits,
  type Page,
  TableDetailsService,
  type TableDetailsView,
  TablesService,
} from '#core';
import { DomainError, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { SHOWN_TYPES } from './dialect-table.js';
import { tableAnswer } from './mappers/table-answer.js';
import { tableChoice } from './mappers/table-choice.js';
import { saidOfTable } from './mappers/table-description.js';
import { StoredConnections } from './stored-connections.js';
import type { TableAnswer } from './wire-tables.js';

/** How long a refresh waits for what it asked for. */
const PATIENCE: JobPatience = { queued: 3_000, running: 30_000 };
const MOST = 1_000;

/** Which descriptions to list. */
export interface DescriptionListRequest {
  readonly connectionId?: number | undefined;
  readonly name?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Table descriptions: what core's discovery found, in this contract's words. */
@Injectable()
export class TableDescriptionsService {
  constructor(
    private readonly stored: StoredConnections,
    private readonly details: TableDetailsService,
    private readonly tables: TablesService,
    private readonly discovery: DiscoveryService,
    private readonly waits: JobWaits,
  ) {}

  /** @throws DomainError `not_found` for the connection, `malformed` for a foreign cursor */
  async list(scope: Scope, request: DescriptionListRequest): Promise<Page<TableAnswer>> {
    const { name, ...place } = request;
    const names = name === undefined ? undefined : [name];
    const { items, next } = await this.details.list(scope, { ...place, names, types: SHOWN_TYPES });
    return { items: items.map(tableAnswer), next };
  }

  /** @throws DomainError `not_found` */
  async get(scope: Scope, id: number): Promise<TableAnswer> {
    return tableAnswer(await this.table(scope, id));
  }

  /** Stores what people say; it stays whatever is found later. @throws DomainError `not_found`, `forbidden`, `invalid` */
  async describe(scope: Scope, id: number, body: JsonObject): Promise<TableAnswer> {
    const table = await this.table(scope, id);
    return tableAnswer(await this.tables.describe(scope, id, saidOfTable(body, table)));
  }

  /**
   * Looks for the tables of a connection again, and answers them as they are then.
   *
   * @throws DomainError `not_found`, `forbidden`, `conflict` when all tables are excluded, `invalid`/`refresh_failed`
   *   with the reason
   */
  async refresh(scope: Scope, connectionId: number): Promise<TableAnswer[]> {
    await this.stored.get(scope, connectionId);
    const job = await this.discovery.discover(scope, connectionId);
    const { state, error } = await this.waits.ended(scope, job.id, PATIENCE);
    if (state === 'failed' && error) throw new DomainError('invalid', 'refresh_failed', error.message);
    return this.known(scope, connectionId);
  }

  /** The tables of a connection as they are known. @throws DomainError `not_found` */
  async known(scope: Scope, connectionId: number): Promise<TableAnswer[]> {
    return (await this.list(scope, { connectionId, limit: MOST })).items;
  }

  /** Has tables looked at closely, and answers them. @throws DomainError as `TableDetailsService.sync` */
  async sync(scope: Scope, body: JsonObject): Promise<TableAnswer[]> {
    return this.byIds(scope, await this.details.sync(scope, tableChoice(body)));
  }

  /** Those of the ids that are there. */
  async byIds(scope: Scope, ids: readonly number[]): Promise<TableAnswer[]> {
    const { items } = await this.details.list(scope, { ids, types: SHOWN_TYPES, limit: MOST });
    return items.map(tableAnswer);
  }

  private async table(scope: Scope, id: number): Promise<TableDetailsView> {
    const { items } = await this.details.list(scope, { ids: [id], types: SHOWN_TYPES, limit: 1 });
    if (!items[0]) throw notFound('table');
    return items[0];
  }
}
