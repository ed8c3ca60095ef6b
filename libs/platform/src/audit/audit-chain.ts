import { createHash } from 'node:crypto';
import type { AuditKeys, NamedQuery } from '#platform/database';
import type { Scope } from '#platform/scope';

/** Where a tenant's chain ends and where it begins. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: Buffer;
  readonly purged_sequence: number;
  readonly purged_hash: Buffer;
  readonly purge_seal: Buffer | null;
  /** Of the first event behind the end; null when there is none, as it should be. */
  readonly beyond: number | null;
}

/** An event with its place in the chain; `parts` are its columns as the hash takes them. */
export interface ChainedEvent {
  readonly id: number;
  readonly sequence: number;
  readonly nonce: Buffer | null;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly parts: readonly (string | null)[];
}

/** The end of the tenant's chain, with the first event behind it. One row, or none before the first event. */
export function auditHeadQuery(scope: Scope): NamedQuery {
  return {
    name: 'audit_head',
    text: `select coalesce(h.sequence, 0) as sequence, h.hash, coalesce(h.purged_sequence, 0) as purged_sequence,
        h.purged_hash, h.purge_seal,
        (select min(e.sequence) from audit_events e
         where e.tenant_id = $1 and e.sequence > coalesce(h.sequence, 0)) as beyond
      from (select $1::bigint as tenant_id) t left join audit_heads h on h.tenant_id = t.tenant_id`,
    values: [scope.tenantId],
  };
}

/** The next events of the chain, in its order. */
export function auditChainQuery(scope: Scope, after: number, limit: number): NamedQuery {
  return {
    name: 'audit_chain',
    text: `select id, sequence, nonce, previous_hash, hash,
        array[tenant_id::text, sequence::text, id::text, (extract(epoch from at) * 1000)::bigint::text,
          actor_kind, actor_id, actor, action, entity, entity_id, project_id::text, before::text, after::text,
          request_id] as parts
      from audit_events where tenant_id = $1 and sequence > $2 order by sequence limit $3`,
    values: [scope.tenantId, after, limit],
  };
}

const NO_KEY = Buffer.alloc(0);

/**
 * The hash that an event must have: SHA-256 over its own key and the SHA-256 of the hash before and all that
 * it says, each part with its length in bytes in front (`5:hello`, `-` for null). The function
 * `append_audit_event` computes the same; here it is done anew, from the columns.
 */
export function auditEventHash(keys: AuditKeys, event: ChainedEvent): Buffer {
  const key = event.nonce === null ? NO_KEY : keys.auditEventKey(event.nonce);
  const content = event.parts
    .map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`))
    .join('');
  const inner = createHash('sha256').update(event.previous_hash).update(content).digest();
  return createHash('sha256').update(key).update(inner).digest();
}

/** Which part of the chain to export. */
export interface AuditExportFilter {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** The next events of an export, the oldest first. */
export function auditExportQuery(scope: Scope, filter: AuditExportFilter): NamedQuery {
  return {
    name: 'audit_export',
    text: `select id, at, actor, actor_kind, actor_id, action, entity, entity_id, project_id, before, after, request_id,
        sequence, encode(hash, 'hex') as hash
      from audit_events
      where tenant_id = $1 and sequence > $2 and sequence <= $3
        and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
      order by sequence limit $6`,
    values: [scope.tenantId, filter.after, filter.upTo, filter.since, filter.until, filter.limit],
  };
}
