import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import { type JobView, jobView } from './job-view.js';
import { JobsRepository } from './jobs.repository.js';

/** Which jobs to list. */
export interface JobListRequest {
  readonly connectionId?: number | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface JobPage {
  readonly items: JobView[];
  readonly next: string | null;
}

/** It will speak to nobody. */
const NO_TARGET = '';

/** Shows what the workers do for a tenant, and ends it on request. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly jobs: JobsRepository,
    private readonly vault: Vault,
  ) {}

  /** The newest first. @throws DomainError `malformed` for a foreign cursor */
  async list(scope: Scope, request: JobListRequest): Promise<JobPage> {
    const { connectionId, state, limit, cursor } = request;
    const name = JSON.stringify(['jobs', listPlace(scope), connectionId, state]);
    const vault = await this.vault.forTenant(scope);
    const beforeId = cursor === undefined ? undefined : readCursor<{ id: number }>(vault, name, cursor).id;
    const rows = await this.jobs.list(scope, { connectionId, state, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? writeCursor(vault, name, { id: last.id }) : null;
    return { items: page.map(jobView), next };
  }

  /** @throws DomainError `not_found` */
  async get(scope: Scope, id: number): Promise<JobView> {
    const row = await this.jobs.find(scope, id);
    if (!row) throw notFound('job');
    return jobView(row);
  }

  /**
   * Asks a job to end: it ends within seconds, when a worker hears of it.
   *
   * @throws DomainError `not_found`, `conflict` for one that has ended
   */
  async cancel(scope: Scope, id: number): Promise<JobView> {
    return this.database.transaction(scope, async (tx) => {
      const row = await this.jobs.lock(tx, scope, id);
      if (!row) throw notFound('job');
      if (row.state !== 'queued' && row.state !== 'running') {
        throw conflict('job_ended', 'The job has ended already.');
      }
      await this.jobs.requestCancel(tx, scope, id);
      // One that waits, for another attempt perhaps, has its turn now, and ends by it.
      if (row.state === 'queued') await this.jobs.enqueue(tx, id, NO_TARGET, 0);
      await recordAudit(tx, scope, {
        action: 'job.cancel',
        entity: 'job',
        entityId: id,
        projectId: row.projectId,
        after: { connection_id: row.connectionId, kind: row.kind },
      });
      return jobView({ ...row, cancelRequested: true });
    });
  }
}
