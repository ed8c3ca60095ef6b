import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import type { Scope } from '#platform/scope';
import { type DecidingRun, TestedWritesService } from '../checks/tested-writes.service.js';
import type { AttributeChanges } from '../connections/attributes/attribute-changes.js';
import type { ConnectionView } from '../connections/connection-view.js';
import { type JobPatience, JobWaits } from '../jobs/job-waits.service.js';
import type { Precondition } from '../versioning/precondition.js';
import { DiscoveryService } from './discovery.service.js';

/** How long an answer is kept back for a discovery that is short. */
const PATIENCE: JobPatience = { queued: 2_000, running: 5_000 };

/** Stores connections that pass their check, and has their tables found: for contracts whose clients expect both. */
@Injectable()
export class DiscoveredWritesService {
  constructor(
    private readonly tested: TestedWritesService,
    private readonly discovery: DiscoveryService,
    private readonly waits: JobWaits,
  ) {}

  /** The discovery is asked for in the transaction of the create. @throws DomainError as a tested create */
  async create(
    scope: Scope,
    body: JsonObject,
    run: DecidingRun,
    attributes?: AttributeChanges,
  ): Promise<ConnectionView> {
    const asked: number[] = [];
    const view = await this.tested.create(scope, body, run, attributes, async (tx, row) => {
      asked.push((await this.discovery.request(tx, scope, row)).id);
    });
    for (const id of asked) await this.waits.ended(scope, id, PATIENCE);
    return view;
  }

  /** For a change of the source. @throws DomainError as a tested update */
  async update(
    scope: Scope,
    id: number,
    body: JsonObject,
    precondition: Precondition,
    run: DecidingRun,
    attributes?: AttributeChanges,
  ): Promise<ConnectionView> {
    const view = await this.tested.update(scope, id, body, precondition, run, attributes);
    if (!view.exclude_all_tables) await this.discovery.discover(scope, id);
    return view;
  }
}
