import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#platform/database';
import { notFound } from '#platform/errors';
import { type Scope, reaches } from '#platform/scope';
import { CANCELLED, CONNECTION_DELETED, type JobOutcome } from './job-handler.js';
import {
  JOB_COLUMNS,
  type JobError,
  type JobKind,
  type JobProgress,
  type JobRow,
  type JobState,
} from './job-row.js';

/** A job before its row is written. */
export interface NewJob extends Pick<JobRow, 'kind' | 'projectId' | 'connectionId' | 'tableId'> {
  /** What it will speak to; the same text for the same place, and none that tells the place. */
  readonly target: string;
  /** Milliseconds until it may begin. */
  readonly delayMs?: number;
}

/** Which jobs to list, the newest first. */
export interface JobFilter {
  readonly connectionId?: number | undefined;
  readonly state?: string | undefined;
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

/** Jobs of one kind of a connection that are kept when they have ended. */
const KEPT_OF_A_KIND = 100;
const PROJECT_EXISTS = {
  name: 'project_exists',
  text: 'select 1 from projects where tenant_id = $1 and id = $2',
};
const ACTIVE = `('queued', 'running')`;

/** Jobs of tenants. Whoever adds one does it in the transaction of what causes it. */
@Injectable()
export class JobsRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Adds a job, or answers the one that does the same already. */
  async add(tx: Transaction, scope: Scope, job: NewJob): Promise<JobRow> {
    const { connectionId, kind, tableId } = job;
    const [added] = await tx.query<JobRow>(
      `insert into jobs as j (tenant_id, project_id, connection_id, table_id, kind, created_by)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning ${JOB_COLUMNS}`,
      [scope.tenantId, job.projectId, connectionId, tableId, kind, scope.principal.name],
    );
    if (!added) return (await this.active(tx, scope, job)) ?? this.add(tx, scope, job);
    await this.enqueue(tx, added.id, job.target, job.delayMs ?? 0);
    await this.forgetOld(tx, scope, connectionId, kind);
    return added;
  }

  /** Adds a job for each table of one connection; a table that has one already gets none. */
  async addForTables(
    tx: Transaction,
    scope: Scope,
    job: Omit<NewJob, 'tableId'>,
    tableIds: readonly number[],
  ): Promise<void> {
    const { connectionId, kind } = job;
    await tx.query(
      `with added as (
         insert into jobs (tenant_id, project_id, connection_id, table_id, kind, created_by)
         select $1, $2, $3, table_id, $4, $5 from unnest($6::bigint[]) as table_id
         on conflict do nothing returning id)
       select patchbay_enqueue(id, $7, now()) from added order by id`,
      [scope.tenantId, job.projectId, connectionId, kind, scope.principal.name, tableIds, job.target],
    );
    await this.forgetOld(tx, scope, connectionId, kind);
  }

  /** Gives a job a ticket, or its ticket another time; the workers hear of it when the transaction commits. */
  async enqueue(tx: Transaction, id: number, target: string, delayMs: number): Promise<void> {
    await tx.query(`select patchbay_enqueue($1, $2, now() + $3 * interval '1 millisecond')`, [
      id,
      target,
      delayMs,
    ]);
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<JobRow | null> {
    const [row] = await tx.query<JobRow>(
      `select ${JOB_COLUMNS} from jobs j where j.tenant_id = $1 and j.id = $2 for update`,
      [scope.tenantId, id],
    );
    return onlyVisible(scope, row);
  }

  async find(scope: Scope, id: number): Promise<JobRow | null> {
    const [rows] = await this.database.read(scope, {
      name: 'job_by_id',
      text: `select ${JOB_COLUMNS} from jobs j where j.tenant_id = $1 and j.id = $2`,
      values: [scope.tenantId, id],
    });
    return onlyVisible(scope, rows?.[0] as JobRow | undefined);
  }

  async list(scope: Scope, filter: JobFilter): Promise<JobRow[]> {
    const { projectId } = scope;
    const place =
      typeof projectId !== 'number' ? [] : [{ ...PROJECT_EXISTS, values: [scope.tenantId, projectId] }];
    const list = {
      name: 'jobs_list',
      text: `select ${JOB_COLUMNS} from jobs j where j.tenant_id = $1
        and ($2::bigint is null or j.project_id = $2) and (not $8 or j.project_id is null)
        and ($3::bigint[] is null or j.project_id is null or j.project_id = any($3))
        and ($4::bigint is null or j.connection_id = $4) and ($5::text is null or j.state = $5)
        and ($6::bigint is null or j.id < $6)
        order by j.id desc limit $7`,
      values: [
        scope.tenantId,
        scope.projectId ?? null,
        scope.projects === 'all' ? null : scope.projects,
        filter.connectionId ?? null,
        filter.state ?? null,
        filter.beforeId ?? null,
        filter.limit,
        projectId === null,
      ],
    };
    const [rows, projects] = await this.database.read(scope, list, ...place);
    if (projects?.length === 0) throw notFound('project');
    return rows as JobRow[];
  }

  /**
   * Locks the connection of a job that ends. Who asks for a job holds the connection before the job is written, so
   * its end has to take them in this order too.
   */
  async lockConnection(tx: Transaction, scope: Scope, connectionId: number): Promise<void> {
    await tx.run({
      name: 'job_connection_lock',
      text: `select 1 from connections where tenant_id = $1 and id = $2 for no key update`,
      values: [scope.tenantId, connectionId],
    });
  }

  async start(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.query(
      `update jobs set state = 'running', attempts = attempts + 1, error = null,
         started_at = coalesce(started_at, clock_timestamp())
       where tenant_id = $1 and id = $2`,
      [scope.tenantId, id],
    );
  }

  /** Puts a running job back, for another attempt. */
  async putBack(tx: Transaction, scope: Scope, id: number, error: JobError | null): Promise<void> {
    await tx.query(
      `update jobs set state = 'queued', error = $3, attempts = attempts - case when $3::jsonb is null then 1 else 0 end
       where tenant_id = $1 and id = $2 and state = 'running'`,
      [scope.tenantId, id, error && JSON.stringify(error)],
    );
  }

  async setProgress(tx: Transaction, scope: Scope, id: number, progress: JobProgress): Promise<void> {
    await tx.run({
      name: 'job_progress',
      text: `update jobs set progress = progress || $3::jsonb where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id, JSON.stringify(progress)],
    });
  }

  async finish(
    tx: Transaction,
    scope: Scope,
    id: number,
    state: JobState,
    error: JobError | null,
  ): Promise<void> {
    await tx.query(
      `update jobs set state = $3, error = $4, finished_at = clock_timestamp()
       where tenant_id = $1 and id = $2 and state in ${ACTIVE}`,
      [scope.tenantId, id, state, error && JSON.stringify(error)],
    );
  }

  async requestCancel(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.query(`update jobs set cancel_requested = true where tenant_id = $1 and id = $2`, [
      scope.tenantId,
      id,
    ]);
  }

  /** How a running job shall end now; null when it shall go on. */
  async endOf(scope: Scope, id: number): Promise<JobOutcome | null> {
    const [rows] = await this.database.read(scope, {
      name: 'job_end_of',
      text: `select j.cancel_requested as cancelled, exists (select 1 from connections c
          where c.tenant_id = j.tenant_id and c.id = j.connection_id and c.deleted_at is null) as connected
        from jobs j where j.tenant_id = $1 and j.id = $2 and j.state = 'running'`,
      values: [scope.tenantId, id],
    });
    const job = rows?.[0] as { cancelled: boolean; connected: boolean } | undefined;
    if (!job || job.cancelled) return CANCELLED;
    return job.connected ? null : CONNECTION_DELETED;
  }

  /** Forgets jobs that ended so many seconds ago and whose connection is erased; answers how many there were. */
  async purgeOrphans(tx: Transaction, scope: Scope, keptSeconds: number): Promise<number> {
    const gone = await tx.run({
      name: 'orphaned_jobs_purge',
      text: `delete from jobs j where j.tenant_id = $1 and j.state not in ${ACTIVE}
          and j.finished_at <= now() - make_interval(secs => $2)
          and not exists (select 1 from connections c where c.tenant_id = j.tenant_id and c.id = j.connection_id)
        returning 1`,
      values: [scope.tenantId, keptSeconds],
    });
    return gone.length;
  }

  private async active(tx: Transaction, scope: Scope, job: NewJob): Promise<JobRow | undefined> {
    const [row] = await tx.query<JobRow>(
      `select ${JOB_COLUMNS} from jobs j where j.tenant_id = $1 and j.connection_id = $2 and j.kind = $3
         and coalesce(j.table_id, 0) = coalesce($4::bigint, 0) and j.state in ${ACTIVE}`,
      [scope.tenantId, job.connectionId, job.kind, job.tableId],
    );
    return row;
  }

  private async forgetOld(tx: Transaction, scope: Scope, connectionId: number, kind: JobKind): Promise<void> {
    await tx.query(
      `delete from jobs where tenant_id = $1 and connection_id = $2 and kind = $3 and state not in ${ACTIVE} and id <
         (select min(id) from (select id from jobs where tenant_id = $1 and connection_id = $2 and kind = $3
            order by id desc limit ${KEPT_OF_A_KIND}) kept)`,
      [scope.tenantId, connectionId, kind],
    );
  }
}

function onlyVisible(scope: Scope, row: JobRow | undefined): JobRow | null {
  return row && reaches(scope, row.projectId) ? row : null;
}
