import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { CONNECTION_COLUMNS, type ConnectionRow } from '../connections/connection-columns.js';

/** What a schedule brings about. */
export const SCHEDULED = ['discovery', 'check'] as const;

export type Scheduled = (typeof SCHEDULED)[number];

/** Connections whose schedule has come due. */
@Injectable()
export class SchedulesRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** What has come due for some connection: most of the time, nothing. */
  async anyDue(scope: Scope, now: Date): Promise<Scheduled[]> {
    const answers = await this.database.read(
      scope,
      ...SCHEDULED.map((what) => ({
        name: `schedule_any_${what}`,
        text: `select 1 from connections where tenant_id = $1 and next_${what}_at <= $2 and deleted_at is null limit 1`,
        values: [scope.tenantId, now],
      })),
    );
    return SCHEDULED.filter((_, place) => answers[place]!.length > 0);
  }

  /** Locks those that are due, the longest first; what another worker, or a change, has locked is left out. */
  async claim(
    tx: Transaction,
    scope: Scope,
    what: Scheduled,
    now: Date,
    limit: number,
  ): Promise<ConnectionRow[]> {
    return tx.run<ConnectionRow>({
      name: `schedule_claim_${what}`,
      text: `select ${CONNECTION_COLUMNS} from connections c
        where c.tenant_id = $1 and c.next_${what}_at <= $2 and c.deleted_at is null
        order by c.next_${what}_at, c.id limit $3 for no key update skip locked`,
      values: [scope.tenantId, now, limit],
    });
  }

  /** Says when a connection's turn comes next; null for never. Its version stays. */
  async setNext(
    tx: Transaction,
    scope: Scope,
    what: Scheduled,
    turns: readonly { readonly id: number; readonly at: Date | null }[],
  ): Promise<void> {
    await tx.run({
      name: `schedule_next_${what}`,
      text: `update connections c set next_${what}_at = t.at from unnest($2::bigint[], $3::timestamptz[]) as t (id, at)
        where c.tenant_id = $1 and c.id = t.id`,
      values: [scope.tenantId, turns.map(({ id }) => id), turns.map(({ at }) => at)],
    });
  }
}
