import type { TenantDatabase } from '#platform/database';

/** A job whose turn it is. */
export interface Ticket {
  readonly tenant: number;
  readonly job: number;
  readonly target: string;
}

/** How many jobs may run at once, over all workers. */
export interface TurnLimits {
  readonly perTenant: number;
  /** Of one target, of whatever tenant. */
  readonly perTarget: number;
  /** Milliseconds after which a worker that has not said so again counts as gone. */
  readonly leaseMs: number;
}

/**
 * The order of jobs across tenants. The tenant that has the fewest running comes first, and among those the one that
 * was not served for the longest time, so that a tenant with hundreds of jobs delays another one's only job by one.
 */
export class JobTicketsRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Takes the next job for a worker; null when none may begin now. One without a target only ends: it need not wait. */
  async take(worker: string, limits: TurnLimits): Promise<Ticket | null> {
    return this.database.platformTransaction(async (tx) => {
      // Two workers that looked at the same time would both see room for the same last job.
      await tx.query('lock table job_turns in share row exclusive mode');
      const [ticket] = await tx.query<Ticket>(
        `with running as (select tenant, target from job_tickets where locked_until > clock_timestamp()),
           of_tenant as (select tenant, count(*) as n from running group by tenant),
           of_target as (select target, count(*) as n from running group by target),
           next as (
             select t.tenant, t.job from job_tickets t
               left join of_tenant using (tenant) left join of_target using (target) left join job_turns u using (tenant)
             where t.run_at <= clock_timestamp() and (t.locked_until is null or t.locked_until <= clock_timestamp())
               and (t.target = '' or (coalesce(of_tenant.n, 0) < $2 and coalesce(of_target.n, 0) < $3))
             order by coalesce(of_tenant.n, 0), u.served_at nulls first, t.run_at, t.job limit 1),
           taken as (
             update job_tickets t
               set locked_by = $1, locked_until = clock_timestamp() + $4 * interval '1 millisecond'
             from next where t.tenant = next.tenant and t.job = next.job
             returning t.tenant, t.job, t.target),
           served as (
             insert into job_turns (tenant, served_at) select tenant, clock_timestamp() from taken
             on conflict (tenant) do update set served_at = excluded.served_at)
         select tenant, job, target from taken`,
        [worker, limits.perTenant, limits.perTarget, limits.leaseMs],
      );
      return ticket ?? null;
    });
  }

  /** Says that the worker is still at it; false when the job is somebody else's by now. */
  async renew(worker: string, { tenant, job }: Ticket, leaseMs: number): Promise<boolean> {
    const rows = await this.database.statement<{ job: number }>({
      name: 'ticket_renew',
      text: `update job_tickets set locked_until = clock_timestamp() + $4 * interval '1 millisecond'
        where tenant = $1 and job = $2 and locked_by = $3 returning job`,
      values: [tenant, job, worker, leaseMs],
    });
    return rows.length > 0;
  }

  /** The job has ended, or is to be had again after the given time. */
  async giveBack(worker: string, { tenant, job }: Ticket, againInMs: number | null): Promise<void> {
    const mine = 'tenant = $1 and job = $2 and locked_by = $3';
    if (againInMs === null) {
      await this.database.statement({
        name: 'ticket_delete',
        text: `delete from job_tickets where ${mine}`,
        values: [tenant, job, worker],
      });
      return;
    }
    await this.database.statement({
      name: 'ticket_give_back',
      text: `update job_tickets set locked_by = null, locked_until = null,
          run_at = clock_timestamp() + $4 * interval '1 millisecond' where ${mine}`,
      values: [tenant, job, worker, againInMs],
    });
  }

  /** Milliseconds until a waiting job may be due, or until a lost one may be taken over; null when none waits. */
  async msUntilNext(): Promise<number | null> {
    const [row] = await this.database.statement<{ ms: number | null }>({
      name: 'ticket_next',
      text: `select extract(epoch from min(greatest(run_at, coalesce(locked_until, run_at))) - clock_timestamp())::float8
          * 1000 as ms from job_tickets`,
      values: [],
    });
    return row?.ms ?? null;
  }
}
