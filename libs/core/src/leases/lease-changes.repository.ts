import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';

/** What happened to a lease of the caller. */
export interface LeaseChange {
  readonly lease_id: number;
  readonly connection_id: number;
  /** `changed`: lease it anew; `revoked`: stop using it. */
  readonly change: 'changed' | 'revoked';
  readonly reason: string | null;
  readonly at: string;
}

/** Where somebody stopped reading: a number of the tenant's clock, and among its leases an id. */
export interface ChangePosition {
  readonly number: number;
  readonly id: number;
}

/** Changes in the order of the tenant's clock. */
export interface LeaseChangePage {
  readonly changes: readonly LeaseChange[];
  readonly position: ChangePosition;
}

const MOST = 1_000;

/** What happened beneath the leases of a principal. */
@Injectable()
export class LeaseChangesRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Behind the last change in the tenant. */
  async now(scope: Scope): Promise<ChangePosition> {
    const [rows] = await this.database.read(scope, clockQuery(scope));
    return behind(lastNumber(rows!));
  }

  /** What happened after a position, in one round trip. */
  async since(scope: Scope, from: ChangePosition): Promise<LeaseChangePage> {
    const [clock, rows] = await this.database.read(
      scope,
      // First: what is committed between the two is among the rows, or comes with the next call.
      clockQuery(scope),
      {
        name: 'lease_changes',
        text: `select l.id as lease_id, l.connection_id, l.revoke_reason as reason, l.changed_at as at,
            case when l.revoked_at is null then 'changed' else 'revoked' end as change, l.change_number as number
          from leases l
          where l.tenant_id = $1 and l.holder_kind = $2 and l.holder_id = $3 
            and (l.change_number, l.id) > ($4, $5)
          order by l.change_number, l.id limit ${MOST}`,
        values: [scope.tenantId, scope.principal.kind, scope.principal.id, from.number, from.id],
      },
    );
    const told = rows as (LeaseChange & { number: number })[];
    const last = told.at(-1);
    const position =
      last && told.length === MOST
        ? { number: last.number, id: last.lease_id }
        : behind(Math.max(from.number, lastNumber(clock!), last?.number ?? 0));
    return { changes: told.map(({ number: _, ...change }) => change), position };
  }
}

/** Behind every lease that a change met. */
function behind(number: number): ChangePosition {
  return { number, id: Number.MAX_SAFE_INTEGER };
}

function clockQuery(scope: Scope) {
  return {
    name: 'lease_clock',
    text: 'select last_number from lease_clocks where tenant_id = $1',
    values: [scope.tenantId],
  };
}

function lastNumber(rows: readonly object[]): number {
  return (rows as readonly { last_number: number }[])[0]?.last_number ?? 0;
}
