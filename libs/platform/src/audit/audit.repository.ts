import { randomBytes } from 'node:crypto';
import type { AuditKeys, NamedQuery, Statements } from '#platform/database';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';

/** What happened. `before` and `after` are views: they never hold a secret. */
export interface AuditRecord {
  /** `<entity>.<verb>`, for example `connection.create`. */
  readonly action: string;
  readonly entity: string;
  readonly entityId: number | string;
  readonly projectId?: number | null;
  readonly before?: object | null;
  readonly after?: object | null;
}

const NONCE_BYTES = 16;

/**
 * Adds the row to the tenant's chain, inside the transaction of the write itself: one does not happen without
 * the other. It is written with the commit, since it locks the end of the chain.
 *
 * @throws DomainError `unavailable`/`audit_unavailable`, from the commit, when the row cannot be written
 */
export async function recordAudit(tx: Statements, scope: Scope, record: AuditRecord): Promise<void> {
  const nonce = randomBytes(NONCE_BYTES);
  const key = (await tx.auditKeys()).auditEventKey(nonce);
  const statement = {
    name: 'audit_event_append',
    text: 'select append_audit_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    values: [
      scope.tenantId,
      nonce,
      key,
      scope.principal.kind,
      scope.principal.id,
      scope.principal.name,
      record.action,
      record.entity,
      String(record.entityId),
      record.projectId ?? null,
      record.before ? JSON.stringify(record.before) : null,
      record.after ? JSON.stringify(record.after) : null,
      scope.requestId,
    ],
  };
  tx.atCommit(statement, auditUnavailable);
}

/** What happened, and on whose behalf. */
export interface ScopedAuditRecord {
  readonly scope: Scope;
  readonly record: AuditRecord;
}

/**
 * The same for what several requests of one tenant did in one transaction: their rows follow each other in the
 * chain, in the order of the list.
 *
 * @throws DomainError `unavailable`/`audit_unavailable`, from the commit, when one of the rows cannot be written
 */
export async function recordAudits(tx: Statements, records: readonly ScopedAuditRecord[]): Promise<void> {
  const [first] = records;
  if (!first) return;
  const keys = await tx.auditKeys();
  const statement = {
    name: 'audit_events_append',
    text: 'select append_audit_events($1, $2)',
    values: [first.scope.tenantId, JSON.stringify(records.map((one) => eventRow(keys, one)))],
  };
  tx.atCommit(statement, auditUnavailable);
}

function eventRow(keys: AuditKeys, { scope, record }: ScopedAuditRecord): object {
  const nonce = randomBytes(NONCE_BYTES);
  return {
    nonce: nonce.toString('hex'),
    key: keys.auditEventKey(nonce).toString('hex'),
    actor_kind: scope.principal.kind,
    actor_id: scope.principal.id,
    actor: scope.principal.name,
    action: record.action,
    entity: record.entity,
    entity_id: String(record.entityId),
    project_id: record.projectId,
    before: record.before,
    after: record.after,
    request_id: scope.requestId,
  };
}

function auditUnavailable(cause: unknown): DomainError {
  const message = 'The audit trail cannot be written now, so nothing was done.';
  const error = new DomainError('unavailable', 'audit_unavailable', message, { retryAfter: 5 });
  return Object.assign(error, { cause });
}

/** Which events to list. */
export interface AuditFilter {
  readonly action?: string;
  readonly entity?: string;
  readonly entityId?: string;
  readonly actor?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Events older than this id alone. */
  readonly beforeId?: number;
  readonly limit: number;
}

/** The newest events first, at most `limit` of them. */
export function auditEventsQuery(scope: Scope, filter: AuditFilter): NamedQuery {
  return {
    name: 'audit_events_list',
    text: `select id, at, actor, actor_kind, actor_id, action, entity, entity_id, project_id, before, after, request_id,
        sequence, encode(hash, 'hex') as hash
      from audit_events
      where tenant_id = $1 and ($2::text is null or action = $2) and ($3::text is null or entity = $3)
        and ($4::text is null or entity_id = $4) and ($5::text is null or actor = $5)
        and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
        and ($8::bigint is null or id < $8)
      order by id desc limit $9`,
    values: [
      scope.tenantId,
      filter.action ?? null,
      filter.entity ?? null,
      filter.entityId ?? null,
      filter.actor ?? null,
      filter.since ?? null,
      filter.until ?? null,
      filter.beforeId ?? null,
      filter.limit,
    ],
  };
}
