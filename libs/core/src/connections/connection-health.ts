/** How a connection has fared in its checks. */
export interface ConnectionHealth {
  /** `blocked`: the credential was refused so often that scheduled checks wait for a change. */
  readonly status: 'healthy' | 'failing' | 'blocked';
  /** When this status began. */
  readonly since: string;
  readonly last_ok: string | null;
  readonly consecutive_failures: number;
}

/** The same as it is stored, with what decides whether the next login may lock an account. */
export interface StoredHealth extends ConnectionHealth {
  /** How often in a row this version of the connection was refused with this version of the credential. */
  readonly refusals: number;
  readonly version: number;
  /** Which secret it was; null for none. */
  readonly credential: string | null;
}

/** A check that has ended, and what it was made with. */
export interface CheckedConnection extends Pick<StoredHealth, 'version' | 'credential'> {
  readonly ok: boolean;
  /** Of the step that failed. */
  readonly code: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** Logins that are refused before scheduled checks stop: fewer than lock an account in most places. */
export const MOST_REFUSALS = 5;
const REFUSED = 'auth_failed';

/** The health after one more check. A failure on the way to the login neither adds a refusal nor forgives one. */
export function healthAfter(before: StoredHealth | null, check: CheckedConnection): StoredHealth {
  const { ok, code, at, version, credential } = check;
  const same = before?.version === version && before.credential === credential;
  const earlier = same ? before.refusals : 0;
  const refusals = ok ? 0 : earlier + (code === REFUSED ? 1 : 0);
  const failing = refusals >= MOST_REFUSALS ? 'blocked' : 'failing';
  const status = ok ? 'healthy' : failing;
  return {
    status,
    since: before?.status === status ? before.since : at,
    last_ok: ok ? at : (before?.last_ok ?? null),
    consecutive_failures: ok ? 0 : (before?.consecutive_failures ?? 0) + 1,
    refusals,
    version,
    credential,
  };
}

/** Whether a login that was made for something else than a check says anything of the health: refused, or no longer so. */
export function concernsLogin(
  before: StoredHealth | null,
  { ok, code }: Pick<CheckedConnection, 'ok' | 'code'>,
): boolean {
  return ok ? (before?.refusals ?? 0) > 0 : code === REFUSED;
}

/** Whether what is scheduled has to wait for a change. */
export function isBlocked(connection: {
  readonly health: StoredHealth | null;
  readonly version: number;
}): boolean {
  return healthView(connection.health, connection.version)?.status === 'blocked';
}

/** The health as it is answered for a version of the connection: what changed since is blocked no longer. */
export function healthView(health: StoredHealth | null, version: number): ConnectionHealth | null {
  if (!health) return null;
  const { status, since, last_ok, consecutive_failures } = health;
  const released = status === 'blocked' && health.version !== version;
  return { status: released ? 'failing' : status, since, last_ok, consecutive_failures };
}
