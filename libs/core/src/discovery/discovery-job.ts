import { Injectable } from '@nestjs/common';
import {
  type CatalogFilter,
  type CatalogTable,
  ConnectorRegistry,
  parseTablePattern,
  type TableMark,
} from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { ConnectionRow } from '../connections/connection-columns.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { CONNECTION_DELETED, type JobHandler, type JobOutcome, type JobRun } from '../jobs/job-handler.js';
import type { JobRow } from '../jobs/job-row.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { CatalogPagesRepository, type CatalogRun } from './catalog-pages.repository.js';
import { INDEXING } from './indexing-status.js';
import { jobTarget } from './job-target.js';
import { SourceVisits, VisitOver } from './source-visits.js';

/** Tables of one page: of a few thousand columns, so that a page is some hundred kilobytes. */
const PAGE_TABLES = 500;
/** How long a source may take for one page, in milliseconds. */
const PAGE_MS = 120_000;

const EXCLUDED: JobOutcome = {
  state: 'cancelled',
  error: { code: 'discovery_skipped', message: 'All tables of the connection are excluded.' },
};

/** Lists everything behind a connection, and stores it page by page while it comes. */
@Injectable()
export class DiscoveryJob implements JobHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly pages: CatalogPagesRepository,
    private readonly jobs: JobsRepository,
    private readonly visits: SourceVisits,
    private readonly registry: ConnectorRegistry,
  ) {}

  async run(scope: Scope, job: JobRow, { signal, progress }: JobRun): Promise<JobOutcome> {
    const connection = await this.connections.byId(scope, job.connectionId);
    if (!connection) return CONNECTION_DELETED;
    if (connection.excludeAllTables) return EXCLUDED;
    const run = await this.begin(scope, job, connection, progress);
    const seen = new Set<number>();
    let told = 0;
    let marked = false;
    const page = async (tables: readonly CatalogTable[]): Promise<void> => {
      if (!marked) told += tables.length;
      await this.database.transaction(scope, async (tx) => {
        await this.requireWanted(tx, scope, job);
        for (const id of await this.pages.store(tx, scope, run, tables)) seen.add(id);
        await progress(tx, { tables_seen: told, tables_done: seen.size });
      });
    };
    const marks = (found: readonly TableMark[]): Promise<readonly string[]> => {
      marked = true;
      told += found.length;
      return this.database.transaction(scope, async (tx) => {
        await this.requireWanted(tx, scope, job);
        const unchanged = await this.pages.unchanged(tx, scope, run, found);
        for (const id of unchanged.values()) seen.add(id);
        await progress(tx, { tables_seen: told, tables_done: seen.size });
        return found.filter((_, place) => !unchanged.has(place)).map(({ key }) => key);
      });
    };
    const what = {
      kind: 'catalog',
      filter: filterOf(connection),
      pageSize: PAGE_TABLES,
      pageMs: PAGE_MS,
      changedOnly: !run.first,
    } as const;
    const ended = await this.visits.go(scope, job.connectionId, what, { page, marks }, signal);
    if (ended) return ended;
    signal.throwIfAborted();
    return this.sweep(scope, job, run, seen, progress);
  }

  /** What follows for the connection; one that changed meanwhile is looked at again. */
  async ended(tx: Transaction, scope: Scope, job: JobRow, outcome: JobOutcome): Promise<void> {
    const connection = await this.connections.lockForJob(tx, scope, job.connectionId);
    if (!connection) return;
    const status = INDEXING.next(connection.indexingStatus, outcome.state);
    if (status === null || status === connection.indexingStatus) return;
    await this.connections.setIndexing(tx, scope, connection.id, status);
    if (status !== 'PENDING') return;
    const { projectId, id: connectionId } = connection;
    const target = jobTarget(this.registry, connection);
    await this.jobs.add(tx, scope, { kind: 'discovery', projectId, connectionId, tableId: null, target });
  }

  /** The first attempt finds out what there is to compare with; the later ones go by that. */
  private async begin(
    scope: Scope,
    job: JobRow,
    { version }: ConnectionRow,
    progress: JobRun['progress'],
  ): Promise<CatalogRun> {
    const { connectionId, id: jobId } = job;
    const known = job.progress.first_run;
    if (known !== undefined) return { connectionId, jobId, version, first: known };
    return this.database.transaction(scope, async (tx) => {
      const count = await this.pages.count(tx, scope, connectionId);
      const first = count === 0;
      await progress(tx, { first_run: first, ...(first ? {} : { tables_total: count }) });
      return { connectionId, jobId, version, first };
    });
  }

  private async sweep(
    scope: Scope,
    job: JobRow,
    run: CatalogRun,
    seen: ReadonlySet<number>,
    progress: JobRun['progress'],
  ): Promise<JobOutcome> {
    try {
      await this.database.transaction(scope, async (tx) => {
        await this.requireWanted(tx, scope, job);
        await this.pages.sweep(tx, scope, run, seen);
        await progress(tx, { tables_total: seen.size });
      });
      return { state: 'succeeded' };
    } catch (error) {
      if (error instanceof VisitOver) return error.outcome;
      throw error;
    }
  }

  private async requireWanted(tx: Transaction, scope: Scope, job: JobRow): Promise<void> {
    const connection = await this.connections.holdForJob(tx, scope, job.connectionId);
    if (!connection) throw new VisitOver(CONNECTION_DELETED);
    if (connection.indexingStatus === 'SKIPPED') throw new VisitOver(EXCLUDED);
  }
}

function filterOf({ schemas, includeTables, excludeTables }: ConnectionRow): CatalogFilter {
  const patterns = (texts: readonly string[] | null) => (texts ?? []).flatMap(parseTablePattern);
  return { schemas: schemas ?? [], include: patterns(includeTables), exclude: patterns(excludeTables) };
}
