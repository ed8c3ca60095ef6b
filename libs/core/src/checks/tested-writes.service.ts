import { Injectable } from '@nestjs/common';
import type { CheckCode, JsonObject } from '#connector-sdk';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { requireWriteIn } from '../access/scope-rules.js';
import type { AttributeChanges } from '../connections/attributes/attribute-changes.js';
import { ConnectionUpdatesService } from '../connections/connection-updates.service.js';
import type { ConnectionView } from '../connections/connection-view.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { CheckPlanner } from './check-planner.js';
import { type CheckRun, CheckRunner } from './check-runner.js';
import type { CheckView } from './check-view.js';
import type { PlannedCheck } from './planned-check.js';

/** The check that decides whether a connection is stored. */
export interface DecidingRun extends CheckRun {
  /** Codes of warnings that are failures to this contract. */
  readonly refusedWarnings?: readonly CheckCode[];
}

/** Stores connections that pass their check, and no others. */
@Injectable()
export class TestedWritesService {
  constructor(
    private readonly planner: CheckPlanner,
    private readonly runner: CheckRunner,
    private readonly connections: ConnectionsService,
    private readonly updates: ConnectionUpdatesService,
  ) {}

  /**
   * @param within - as for `ConnectionsService.create`
   * @throws DomainError as a create, or `invalid`/`check_failed` with the check
   */
  async create(
    scope: Scope,
    body: JsonObject,
    run: DecidingRun,
    attributes?: AttributeChanges,
    within?: Parameters<ConnectionsService['create']>[3],
  ): Promise<ConnectionView> {
    requireWriteIn(scope, scope.projectId ?? null);
    const planned = await this.planner.fromBody(scope, body);
    const check = await this.passing(scope, planned, { ...run, beforeStoring: true });
    const view = await this.connections.create(scope, body, attributes, within);
    return this.withCheck(scope, planned, run, view, check);
  }

  /** @throws DomainError as an update, or `invalid`/`check_failed` with the check */
  async update(
    scope: Scope,
    id: number,
    body: JsonObject,
    precondition: Precondition,
    run: DecidingRun,
    attributes?: AttributeChanges,
  ): Promise<ConnectionView> {
    const planned = await this.planner.stored(scope, id, body);
    requireWriteIn(scope, planned.projectId);
    requireVersion(precondition, planned.stored!.version);
    const check = await this.passing(scope, planned, run);
    // What was tested is what is stored: another change in between refuses this one.
    const view = await this.updates.update(scope, id, body, [planned.stored!.version], attributes);
    return this.withCheck(scope, planned, run, view, check);
  }

  private async passing(scope: Scope, planned: PlannedCheck, run: DecidingRun): Promise<CheckView> {
    const check = await this.runner.probe(scope, planned, run);
    const refused = check.steps.some(({ code }) => run.refusedWarnings?.some((warning) => warning === code));
    if (check.ok && !refused) return check;
    throw new DomainError('invalid', 'check_failed', 'The check failed, so nothing was stored.', { check });
  }

  private async withCheck(
    scope: Scope,
    planned: PlannedCheck,
    run: CheckRun,
    view: ConnectionView,
    check: CheckView,
  ): Promise<ConnectionView> {
    const stored = { id: view.id, version: view.version };
    const last = await this.runner.record(scope, { ...planned, stored }, run, check);
    if (!last) return view;
    const { health } = await this.connections.get(scope, view.id);
    return { ...view, last_check: last, health };
  }
}
