import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** On which all instances hear of a tenant whose leases changed; the payload is the tenant's id. */
export const LEASE_CHANNEL = 'patchbay_leases';

/** Why a lease ended before its time. */
export type RevokeReason = 'revoked' | 'connection_deleted' | 'credential_deleted' | 'holder_deleted';

/** The leases that something happens to. */
export type MarkedLeases =
  | { readonly of: 'lease' | 'connection' | 'credential' | 'service_account'; readonly id: number }
  | { readonly of: 'connections'; readonly ids: readonly number[] }
  | { readonly of: 'tenant' };

const WHERE: Record<MarkedLeases['of'], string> = {
  lease: 'l.id = $2',
  connection: 'l.connection_id = $2',
  connections: 'l.connection_id = any($2::bigint[])',
  credential: 'l.credential_id = $2',
  service_account: `l.holder_kind = 'service_account' and l.holder_id = $2::bigint::text`,
  tenant: '$2::bigint is null',
};
const LIVING = 'l.tenant_id = $1 and l.revoked_at is null and l.expires_at > now()';

/**
 * Writes on leases what happened beneath them. Each change takes the next number of the tenant's clock, whose
 * row stays locked until the commit: who has seen a number has seen all before it.
 *
 * Call it after the rows that changed are locked and before the audit is written; everybody takes the locks in
 * this order.
 */
@Injectable()
export class LeaseMarks {
  /** Says that the leases' secrets are no longer the current ones. A change that meets no lease costs a look. */
  async changed(tx: Transaction, scope: Scope, leases: MarkedLeases): Promise<void> {
    await this.mark(tx, scope, `changed_by_${leases.of}`, leases, '', []);
  }

  /** Ends the leases, wrapped ones too. @returns how many there were */
  async revoke(tx: Transaction, scope: Scope, leases: MarkedLeases, reason: RevokeReason): Promise<number> {
    const set = ', revoked_at = clock_timestamp(), revoked_by = $3, revoke_reason = $4';
    return this.mark(tx, scope, `revoked_by_${leases.of}`, leases, set, [scope.principal.name, reason]);
  }

  private async mark(
    tx: Transaction,
    scope: Scope,
    name: string,
    leases: MarkedLeases,
    set: string,
    values: readonly string[],
  ): Promise<number> {
    const where = `${LIVING} and ${WHERE[leases.of]}`;
    const [row] = await tx.run<{ marked: number }>({
      name: `leases_${name}`,
      text: `with met as (select 1 from leases l where ${where} limit 1),
        clock as (
          insert into lease_clocks as c (tenant_id, last_number) select $1, 1 from met
          on conflict (tenant_id) do update set last_number = c.last_number + 1 returning last_number),
        marked as (
          update leases l set change_number = clock.last_number, changed_at = clock_timestamp()${set}
          from clock where ${where} returning 1),
        told as (select count(*) as marked from marked)
        select marked, case when marked > 0 then pg_notify('${LEASE_CHANNEL}', $1::bigint::text)::text end
        from told`,
      values: [scope.tenantId, target(leases), ...values],
    });
    return row!.marked;
  }
}

function target(leases: MarkedLeases): number | readonly number[] | null {
  if ('ids' in leases) return leases.ids;
  return 'id' in leases ? leases.id : null;
}
