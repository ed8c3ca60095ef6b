import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { systemScope } from '../access/system-scope.js';
import { dueAt } from '../connections/discovery-settings.js';
import { isBlocked } from '../connections/connection-health.js';
import type { ConnectionRow } from '../connections/connection-columns.js';
import { DiscoveryService } from '../discovery/discovery.service.js';
import { jobTarget } from '../discovery/job-target.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { type Scheduled, SchedulesRepository } from './schedules.repository.js';

/** Connections of one transaction: it holds their rows while it adds their jobs. */
const BATCH = 20;

const SCHEDULE_OF = { discovery: 'discoverySchedule', check: 'checkSchedule' } as const;

/** Turns schedules that have come due into jobs. Several workers may do so at once. */
@Injectable()
export class Schedules {
  constructor(
    private readonly database: TenantDatabase,
    private readonly due: SchedulesRepository,
    private readonly tenants: TenantsRepository,
    private readonly discovery: DiscoveryService,
    private readonly jobs: JobsRepository,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * Adds the jobs that are due. Times that passed while no worker ran count once.
   *
   * @param now - what time it is; tests choose it
   * @returns how many connections had their turn
   * @throws AggregateError when it did not work for some tenants; the others had their turn
   */
  async run(now = new Date()): Promise<number> {
    const errors: unknown[] = [];
    let turns = 0;
    for (const tenant of await this.tenants.heads()) {
      if (tenant.status === 'suspended') continue;
      try {
        const scope = systemScope(tenant, 'schedule');
        for (const what of await this.due.anyDue(scope, now)) turns += await this.runDue(scope, what, now);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'The schedules of some tenants did not run.');
    return turns;
  }

  private async runDue(scope: Scope, what: Scheduled, now: Date): Promise<number> {
    for (let turns = 0; ;) {
      const claimed = await this.runBatch(scope, what, now);
      turns += claimed;
      if (claimed < BATCH) return turns;
    }
  }

  private async runBatch(scope: Scope, what: Scheduled, now: Date): Promise<number> {
    return this.database.transaction(scope, async (tx) => {
      const rows = await this.due.claim(tx, scope, what, now, BATCH);
      const turns = rows.map((row) => ({ id: row.id, at: dueAt(row[SCHEDULE_OF[what]], now) }));
      await this.due.setNext(tx, scope, what, turns);
      for (const row of rows) {
        // Both would log in with a secret that was refused too often.
        if (!isBlocked(row)) await this.addJob(tx, scope, what, row);
      }
      return rows.length;
    });
  }

  private async addJob(tx: Transaction, scope: Scope, what: Scheduled, row: ConnectionRow): Promise<void> {
    if (what === 'discovery') {
      if (!row.excludeAllTables) await this.discovery.request(tx, scope, row);
      return;
    }
    const { id: connectionId, projectId } = row;
    const target = jobTarget(this.registry, row);
    await this.jobs.add(tx, scope, { kind: 'check', projectId, connectionId, tableId: null, target });
  }
}
