import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** The newest of the events that a purge takes, and the one it took last time. */
export interface PurgeCut {
  readonly from: number;
  readonly sequence: number;
  readonly hash: Buffer;
}

/** How far the beginning of the chain, at most `limit` events of it, is older than a time; null when nothing is. */
export async function findPurgeCut(
  tx: Transaction,
  scope: Scope,
  before: Date,
  limit: number,
): Promise<PurgeCut | null> {
  // Up to the first event that is young enough: a clock that was set back leaves no gap.
  const [cut] = await tx.query<PurgeCut>(
    `with oldest as (
       select sequence, at, hash from audit_events where tenant_id = $1 order by sequence limit $3
     )
     select h.purged_sequence as "from", o.sequence, o.hash
     from oldest o join audit_heads h on h.tenant_id = $1
     where o.sequence < coalesce((select min(sequence) from oldest where at >= $2), 9223372036854775807)
     order by o.sequence desc limit 1`,
    [scope.tenantId, before, limit],
  );
  return cut ?? null;
}

/**
 * Removes the events up to the cut, and keeps the hash of the last one with the seal of whoever purges.
 *
 * @returns false when somebody else purged meanwhile: then the transaction must not be committed
 */
export async function purgeUpTo(
  tx: Transaction,
  scope: Scope,
  cut: PurgeCut,
  seal: Buffer,
): Promise<boolean> {
  await tx.query('delete from audit_events where tenant_id = $1 and sequence <= $2', [
    scope.tenantId,
    cut.sequence,
  ]);
  const [rows] = await tx.query<unknown[]>(
    `update audit_heads set purged_sequence = $3, purged_hash = $4, purge_seal = $5
     where tenant_id = $1 and purged_sequence = $2 returning 1`,
    [scope.tenantId, cut.from, cut.sequence, cut.hash, seal],
  );
  return rows!.length === 1;
}
