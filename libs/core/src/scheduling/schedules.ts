import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { systemScope } from '../access/system-scope.js';
import { dueAt } from '../connections/discovery-settings.js';
import { DiscoveryService } from '../discovery/discovery.service.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { SchedulesRepository } from './schedules.repository.js';

/** Connections of one transaction: it holds their rows while it adds their jobs. */
const BATCH = 20;

/** Turns schedules that have come due into jobs. Several workers may do so at once. */
@Injectable()
export class Schedules {
  constructor(
    private readonly database: TenantDatabase,
    private readonly due: SchedulesRepository,
    private readonly tenants: TenantsRepository,
    private readonly discovery: DiscoveryService,
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
        turns += await this.runTenant(systemScope(tenant, 'schedule'), now);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'The schedules of some tenants did not run.');
    return turns;
  }

  private async runTenant(scope: Scope, now: Date): Promise<number> {
    if (!(await this.due.isAnyDue(scope, 'discovery', now))) return 0;
    for (let turns = 0; ;) {
      const claimed = await this.runBatch(scope, now);
      turns += claimed;
      if (claimed < BATCH) return turns;
    }
  }

  private async runBatch(scope: Scope, now: Date): Promise<number> {
    return this.database.transaction(scope, async (tx) => {
      const rows = await this.due.claim(tx, scope, 'discovery', now, BATCH);
      const turns = rows.map(({ id, discoverySchedule }) => ({ id, at: dueAt(discoverySchedule, now) }));
      await this.due.setNext(tx, scope, 'discovery', turns);
      for (const row of rows) {
        if (!row.excludeAllTables) await this.discovery.request(tx, scope, row);
      }
      return rows.length;
    });
  }
}
