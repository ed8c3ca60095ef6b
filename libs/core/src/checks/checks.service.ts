import { Injectable, Logger } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import { invalidField, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { UpdateManner } from '../connections/connection-updates.service.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { CheckPlanner } from './check-planner.js';
import { type CheckRun, CheckRunner } from './check-runner.js';
import { type CheckRunView, type CheckView, checkRunView } from './check-view.js';
import { ChecksRepository } from './checks.repository.js';
import type { PlannedCheck } from './planned-check.js';

/** Tests connections with their real drivers. */
@Injectable()
export class ChecksService {
  private readonly logger = new Logger('checks');

  constructor(
    private readonly planner: CheckPlanner,
    private readonly runner: CheckRunner,
    private readonly checks: ChecksRepository,
    private readonly connections: ConnectionsRepository,
  ) {}

  /** What a test of a stored connection is about. @throws DomainError `not_found`, `forbidden` */
  async planStored(scope: Scope, id: number): Promise<PlannedCheck> {
    return this.planner.stored(scope, id, {});
  }

  /**
   * What a test of a body is about: a connection as of a create, or `connection_id` with the members that
   * differ from the stored one.
   *
   * @throws DomainError `invalid` (`secret_reentry_required` among it), `not_found`, `forbidden`
   */
  async planBody(scope: Scope, body: JsonObject): Promise<PlannedCheck> {
    const { connection_id: id, ...changes } = body;
    if (id === undefined) return this.planner.fromBody(scope, body);
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1) {
      throw invalidField('connection_id', 'integer', 'connection_id must be the id of a connection.');
    }
    const planned = await this.planner.stored(scope, id, changes);
    // What differs from the stored connection says nothing about that one.
    return Object.keys(changes).length === 0 ? planned : { ...planned, stored: null };
  }

  /**
   * What a test of a stored connection is about that would be changed.
   *
   * @throws DomainError `not_found`, `forbidden`, and what such an update throws
   */
  async planChange(
    scope: Scope,
    id: number,
    changes: JsonObject,
    manner: Pick<UpdateManner, 'partialCredential'>,
  ): Promise<PlannedCheck> {
    // What differs from the stored connection says nothing about that one.
    return { ...(await this.planner.stored(scope, id, changes, manner)), stored: null };
  }

  /** Runs a check to its end. @throws DomainError `unavailable` */
  async run(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckView> {
    return this.runner.run(scope, planned, run);
  }

  /** Starts a check that goes on after the answer. */
  async start(scope: Scope, planned: PlannedCheck, run: CheckRun): Promise<CheckRunView> {
    const row = await this.runner.begin(scope, planned, run);
    this.runner.complete(scope, planned, run, row).catch((error: unknown) => {
      this.logger.error(error);
    });
    return checkRunView(row);
  }

  /** The last checks of a connection, the newest first. @throws DomainError `not_found` */
  async history(scope: Scope, connectionId: number): Promise<CheckRunView[]> {
    const [connection, rows] = await Promise.all([
      this.connections.byId(scope, connectionId),
      this.checks.ofConnection(scope, connectionId),
    ]);
    if (!connection) throw notFound('connection');
    return rows.map((row) => checkRunView(row));
  }

  /** @throws DomainError `not_found` for one that does not exist or that the scope cannot see */
  async get(scope: Scope, id: number): Promise<CheckRunView> {
    const row = await this.checks.find(scope, id);
    if (!row) throw notFound('check');
    return checkRunView(row);
  }
}
