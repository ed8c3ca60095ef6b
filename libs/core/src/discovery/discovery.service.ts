import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { requireTestIn } from '../access/scope-rules.js';
import type { ConnectionRow } from '../connections/connection-columns.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import type { JobRow } from '../jobs/job-row.js';
import { type JobView, jobView } from '../jobs/job-view.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { INDEXING } from './indexing-status.js';
import { jobTarget } from './job-target.js';

/** Asks for the discovery of connections; workers do it. */
@Injectable()
export class DiscoveryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly jobs: JobsRepository,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * Begins a discovery, or answers the one that is under way.
   *
   * @throws DomainError `not_found`, `forbidden`, `conflict` when all tables are excluded
   */
  async discover(scope: Scope, connectionId: number): Promise<JobView> {
    return this.database.effect(scope, async (tx) => {
      const connection = await this.connections.lock(tx, scope, connectionId);
      if (!connection) throw notFound('connection');
      requireTestIn(scope, connection.projectId);
      return jobView(await this.request(tx, scope, connection));
    });
  }

  /**
   * The same within a transaction that holds the connection's row.
   *
   * @throws DomainError `conflict` when all tables are excluded
   */
  async request(tx: Transaction, scope: Scope, connection: ConnectionRow): Promise<JobRow> {
    const { id: connectionId, projectId, indexingStatus } = connection;
    const status = INDEXING.next(indexingStatus, 'requested');
    if (status === null) {
      throw conflict('discovery_skipped', 'All tables of the connection are excluded.');
    }
    if (status !== indexingStatus) await this.connections.setIndexing(tx, scope, connectionId, status);
    const target = jobTarget(this.registry, connection);
    const job = await this.jobs.add(tx, scope, {
      kind: 'discovery',
      projectId,
      connectionId,
      tableId: null,
      target,
    });
    await recordAudit(tx, scope, {
      action: 'connection.discover',
      entity: 'connection',
      entityId: connectionId,
      projectId,
      after: { job_id: job.id },
    });
    return job;
  }
}
