/** What a lease is at the moment: `wrapped` until its token is opened. */
export const LEASE_STATUSES = ['wrapped', 'active', 'expired', 'revoked'] as const;
export type LeaseStatus = (typeof LEASE_STATUSES)[number];

/** A lease as it is answered: everything but what was leased. */
export interface LeaseView {
  readonly id: number;
  readonly connection_id: number;
  /** The connection's project when it was leased; 0 for GLOBAL. */
  readonly project_id: number;
  readonly connection_version: number;
  /** Of the credential; 0 where there is none. */
  readonly secret_version: number;
  readonly purpose: string;
  readonly status: LeaseStatus;
  readonly ttl_seconds: number;
  readonly holder: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  /** When the connection or its credential last changed since, or the lease was revoked. */
  readonly changed_at: string | null;
  readonly revoked_at: string | null;
  readonly revoked_by: string | null;
  readonly revoke_reason: string | null;
}

/** A lease's status, in SQL. */
export const LEASE_STATUS = `case when l.revoked_at is not null then 'revoked'
  when l.expires_at <= now() then 'expired'
  when l.wrap_hash is not null and l.unwrapped_at is null then 'wrapped' else 'active' end`;

/** The members of a view, in SQL and in the view's words. */
export const LEASE_VIEW = `l.id, l.connection_id, coalesce(l.project_id, 0) as project_id, l.connection_version,
  l.secret_version, l.purpose, ${LEASE_STATUS} as status, l.ttl_seconds, l.holder, l.created_by, l.created_at,
  l.expires_at, l.changed_at, l.revoked_at, l.revoked_by, l.revoke_reason`;
