import { Injectable, Module } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { CheckJob } from '../checks/check-job.js';
import { ChecksModule } from '../checks/checks.module.js';
import { DiscoveryJob } from '../discovery/discovery-job.js';
import { TableDiscoveryModule } from '../discovery/discovery.module.js';
import { TableSyncJob } from '../discovery/table-sync-job.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import type { JobHandler } from './job-handler.js';
import type { JobKind } from './job-row.js';
import { type JobLimits, JobRunner } from './job-runner.js';
import { JobTicketsRepository } from './job-tickets.repository.js';
import { JobsModule } from './jobs.module.js';
import { JobsRepository } from './jobs.repository.js';

/** Puts a worker's job runner together. */
@Injectable()
export class WorkerJobs {
  constructor(
    private readonly database: TenantDatabase,
    private readonly jobs: JobsRepository,
    private readonly tenants: TenantsRepository,
    private readonly discovery: DiscoveryJob,
    private readonly tableSync: TableSyncJob,
    private readonly check: CheckJob,
  ) {}

  /** @param onError - gets what went wrong beside the jobs' own failures */
  runner(limits: JobLimits | undefined, onError: (error: unknown) => void): JobRunner {
    const { database, jobs, tenants } = this;
    const handlers = new Map<JobKind, JobHandler>([
      ['discovery', this.discovery],
      ['table_sync', this.tableSync],
      ['check', this.check],
    ]);
    const tickets = new JobTicketsRepository(database);
    return new JobRunner({ database, tickets, jobs, tenants, handlers, onError }, limits);
  }
}

@Module({
  imports: [ChecksModule, TableDiscoveryModule, JobsModule, TenantsModule],
  providers: [WorkerJobs],
  exports: [WorkerJobs],
})
export class WorkerJobsModule {}
