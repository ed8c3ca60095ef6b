import { Injectable } from '@nestjs/common';
import { type NamedQuery, type Statements, TenantDatabase, type Transaction } from '#platform/database';
import type { Principal, Scope } from '#platform/scope';
import { isoTime } from '../connections/connection-columns.js';
import type { LeaseSource } from './lease-source.repository.js';
import { LEASE_STATUS, LEASE_VIEW, type LeaseStatus, type LeaseView } from './lease-view.js';

/** A lease before its row is written. */
export interface NewLease {
  readonly holder: Principal;
  readonly source: LeaseSource;
  readonly purpose: string;
  readonly ttlSeconds: number;
  /** Of the lease, or of the token that wraps it; ISO 8601. */
  readonly expiresAt: string;
  readonly wrapHash: Buffer | null;
}

/** What decides about a lease that is there. */
export interface StoredLease {
  readonly id: number;
  readonly connectionId: number;
  readonly connectionVersion: number;
  readonly secretVersion: number;
  /** True when something beneath it is not what was leased any more. */
  readonly changed: boolean;
  readonly projectId: number | null;
  readonly purpose: string;
  readonly ttlSeconds: number;
  readonly status: LeaseStatus;
  readonly wrapHash: Buffer | null;
  readonly unwrapped: boolean;
  readonly holderKind: string;
  readonly holderId: string;
}

/** Which leases to list. */
export interface LeaseFilter {
  readonly connectionId?: number | undefined;
  readonly status?: LeaseStatus | undefined;
  /** Older than this id alone. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

interface Ending {
  readonly expiresAt: Date | string;
}

const STORED = `l.id, l.connection_id as "connectionId", l.connection_version as "connectionVersion",
  l.secret_version as "secretVersion", l.changed_at is not null as changed, l.project_id as "projectId", l.purpose, l.ttl_seconds as "ttlSeconds",
  ${LEASE_STATUS} as status, l.wrap_hash as "wrapHash", l.unwrapped_at is not null as unwrapped,
  l.holder_kind as "holderKind", l.holder_id as "holderId"`;
/** A tenant's administrator sees all; everybody else what is its own. */
const OWN = '($2::text is null or (l.holder_kind = $2 and l.holder_id = $3))';

/** The leases of a tenant. */
@Injectable()
export class LeasesRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Writes leases of one tenant, with the commit. */
  insert(tx: Statements, tenantId: number, leases: readonly NewLease[]): void {
    const statement = {
      name: 'leases_insert',
      text: `insert into leases
         (tenant_id, id, connection_id, project_id, connection_version, credential_id, secret_version, purpose,
          ttl_seconds, expires_at, wrap_hash, holder_kind, holder_id, holder, created_by)
       select $1, n.id, n.connection, n.project, n.version, n.credential, n.secret_version, n.purpose, n.seconds,
         n.expires_at, decode(n.wrap_hash, 'hex'), n.holder_kind, n.holder_id, n.holder, n.holder
       from json_to_recordset($2) as n(id bigint, connection bigint, project bigint, version integer, credential bigint,
         secret_version integer, purpose text, seconds integer, expires_at timestamptz, wrap_hash text,
         holder_kind text, holder_id text, holder text)`,
      values: [tenantId, JSON.stringify(leases.map(newRow))],
    };
    tx.atCommit(statement, (cause) => cause as Error);
  }

  async find(tx: Transaction, scope: Scope, id: number): Promise<StoredLease | null> {
    return this.stored(tx, scope, id, '');
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<StoredLease | null> {
    return this.stored(tx, scope, id, 'for update');
  }

  /** Makes the caller the holder of a wrapped lease, whose time begins now. @returns when it ends, ISO 8601 */
  async unwrap(tx: Transaction, scope: Scope, id: number, ttlSeconds: number): Promise<string> {
    const { kind, id: holderId, name } = scope.principal;
    const [row] = await tx.run<Ending>({
      name: 'lease_unwrap',
      text: `update leases set unwrapped_at = now(), expires_at = now() + make_interval(secs => $3),
         ttl_seconds = $3, holder_kind = $4, holder_id = $5, holder = $6
       where tenant_id = $1 and id = $2 returning expires_at as "expiresAt"`,
      values: [scope.tenantId, id, ttlSeconds, kind, holderId, name],
    });
    return isoTime(row!.expiresAt);
  }

  async renew(tx: Transaction, scope: Scope, id: number, ttlSeconds: number): Promise<void> {
    await tx.run({
      name: 'lease_renew',
      text: `update leases set expires_at = now() + make_interval(secs => $3), ttl_seconds = $3
       where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id, ttlSeconds],
    });
  }

  async view(tx: Transaction, scope: Scope, id: number): Promise<LeaseView> {
    const [row] = await tx.run<LeaseView>({
      name: 'lease_view',
      text: `select ${LEASE_VIEW} from leases l where l.tenant_id = $1 and l.id = $2`,
      values: [scope.tenantId, id],
    });
    return row!;
  }

  /** The newest first: those that the scope may see, one more than the limit. */
  async list(scope: Scope, filter: LeaseFilter): Promise<LeaseView[]> {
    const [rows] = await this.database.read(scope, leaseListQuery(scope, filter));
    return rows as LeaseView[];
  }

  /** Forgets the leases that ended so many seconds ago or earlier; answers how many. */
  async purge(tx: Transaction, scope: Scope, seconds: number): Promise<number> {
    const [row] = await tx.query<{ purged: number }>(
      `with purged as (
         delete from leases where tenant_id = $1
           and least(expires_at, revoked_at) < now() - make_interval(secs => $2) returning 1)
       select count(*) as purged from purged`,
      [scope.tenantId, seconds],
    );
    return row!.purged;
  }

  private async stored(tx: Transaction, scope: Scope, id: number, lock: '' | 'for update') {
    const [row] = await tx.run<StoredLease>({
      name: lock === '' ? 'lease_find' : 'lease_lock',
      text: `select ${STORED} from leases l where l.tenant_id = $1 and l.id = $2 ${lock}`,
      values: [scope.tenantId, id],
    });
    return row ?? null;
  }
}

function newRow({ holder, source, purpose, ttlSeconds, expiresAt, wrapHash }: NewLease): object {
  return {
    id: source.leaseId,
    connection: source.id,
    project: source.projectId,
    version: source.version,
    credential: source.credentialId,
    secret_version: source.secretVersion,
    purpose,
    seconds: ttlSeconds,
    expires_at: expiresAt,
    wrap_hash: wrapHash?.toString('hex'),
    holder_kind: holder.kind,
    holder_id: holder.id,
    holder: holder.name,
  };
}

function leaseListQuery(scope: Scope, filter: LeaseFilter): NamedQuery {
  const all = scope.permissions.has('leases:manage');
  return {
    name: 'leases_list',
    text: `select ${LEASE_VIEW} from leases l
      where l.tenant_id = $1 and ${OWN} and ($4::bigint is null or l.connection_id = $4)
        and ($5::text is null or (${LEASE_STATUS}) = $5) and ($6::bigint is null or l.id < $6)
      order by l.id desc limit $7`,
    values: [
      scope.tenantId,
      all ? null : scope.principal.kind,
      all ? null : scope.principal.id,
      filter.connectionId ?? null,
      filter.status ?? null,
      filter.beforeId ?? null,
      filter.limit,
    ],
  };
}
