import { Injectable } from '@nestjs/common';
import { type AuditRecord, recordAudits } from '#platform/audit';
import { type Attempt, type Statements, TenantDatabase } from '#platform/database';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { takeQuota } from '../quotas/take-quota.js';
import { tenantSettings } from '../settings/tenant-settings.js';
import { leaseRecord } from './lease-audit.js';
import { type LeaseRequest, leaseSeconds } from './lease-request.js';
import { requireLeasable } from './lease-rules.js';
import { type LeasePlace, type LeaseSource, LeaseSourceRepository } from './lease-source.repository.js';
import { LeasesRepository, type NewLease } from './leases.repository.js';
import { SharedLeaseSources } from './shared-lease-sources.repository.js';
import { createWrapToken } from './wrap-token.js';

/** Who wants to lease what. */
export interface WantedLease {
  readonly scope: Scope;
  readonly place: LeasePlace;
  readonly request: LeaseRequest;
}

/** A lease that is written down; its secrets are still sealed. */
export interface WrittenLease {
  readonly leaseId: number;
  readonly source: LeaseSource;
  /** Of the lease, or of the token that wraps it; ISO 8601. */
  readonly expiresAt: string;
  readonly wrapped: { readonly token: string } | null;
}

/** A lease that nothing speaks against. */
interface GrantedLease extends WantedLease {
  readonly source: LeaseSource;
  readonly ttlSeconds: number;
}

/** How long a wrapped lease waits for whoever opens it. */
const WRAP_SECONDS = 300;

/** Writes leases down, each with its audit event: without it there is no lease. */
@Injectable()
export class LeaseWriter {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sources: LeaseSourceRepository,
    private readonly shared: SharedLeaseSources,
    private readonly leases: LeasesRepository,
  ) {}

  /**
   * Writes one lease, and waits for whoever changes the connection now.
   *
   * @throws DomainError `invalid`, `not_found`, `forbidden`/`lease_not_permitted`, `too_many`/`quota_exceeded`,
   *   `unavailable`/`audit_unavailable`
   */
  async alone(wanted: WantedLease): Promise<WrittenLease> {
    const { scope, place } = wanted;
    return this.database.effect(scope, async (tx) => {
      const source = await this.sources.lock(tx, scope, place);
      const [written] = await this.write(tx, [granted(wanted, source)]);
      return written!;
    });
  }

  /**
   * Writes leases of one tenant in one transaction. Each is granted or refused by itself. One that would have to
   * wait goes on {@link alone}, and so does each when they cannot be written together.
   *
   * @returns what becomes of each, in their order
   */
  async together(all: readonly [WantedLease, ...WantedLease[]]): Promise<Attempt<WrittenLease>[]> {
    try {
      return await this.database.shared(scopesOf(all), (tx) => this.writeEach(tx, all));
    } catch (error) {
      // Nothing else will become of a single one, nor of many without a database.
      if (all.length === 1 || isDatabaseGone(error)) throw error;
      return all.map((wanted) => () => this.alone(wanted));
    }
  }

  private async writeEach(
    tx: Statements,
    all: readonly [WantedLease, ...WantedLease[]],
  ): Promise<Attempt<WrittenLease>[]> {
    const { tenantId } = all[0].scope;
    const places = all.map(({ place }) => place);
    const found = await this.shared.lock(tx, tenantId, places);
    const grants: GrantedLease[] = [];
    const attempts = all.map((wanted, index): Attempt<WrittenLease> => {
      const { source, locked } = found[index]!;
      if (source && !locked) return () => this.alone(wanted);
      try {
        const place = grants.push(granted(wanted, source)) - 1;
        return () => written[place]!;
      } catch (error) {
        return () => {
          throw error;
        };
      }
    });
    const written = await this.write(tx, grants);
    return attempts;
  }

  /** The leases, their number and their events, all with the commit. */
  private async write(tx: Statements, grants: readonly GrantedLease[]): Promise<WrittenLease[]> {
    const [first] = grants;
    if (!first) return [];
    const { tenantId } = first.scope;
    const leases = grants.map(prepared);
    const rows = leases.map(({ row }) => row);
    this.leases.insert(tx, tenantId, rows);
    takeQuota(tx, { ...first.scope, settings: first.source.settings }, 'leases_per_minute', leases.length);
    await recordAudits(
      tx,
      grants.map((grant) => ({ scope: grant.scope, record: creation(grant) })),
    );
    return leases.map(({ written }) => written);
  }
}

/** Its row, and what the caller will get. */
function prepared({ scope, source, request, ttlSeconds }: GrantedLease): {
  row: NewLease;
  written: WrittenLease;
} {
  const { leaseId } = source;
  const wrapped = request.wrap ? createWrapToken(scope.tenantId, leaseId) : null;
  const endsAfterMs = (wrapped ? WRAP_SECONDS : ttlSeconds) * 1000;
  const expiresAt = new Date(source.at.getTime() + endsAfterMs).toISOString();
  const wrapHash = wrapped?.hash ?? null;
  return {
    row: { holder: scope.principal, source, purpose: request.purpose, ttlSeconds, expiresAt, wrapHash },
    written: { leaseId, source, expiresAt, wrapped },
  };
}

/** @throws DomainError that says why there is no lease for this caller, of this connection or for this time */
function granted(wanted: WantedLease, found: LeaseSource | null): GrantedLease {
  const source = requireLeasable(wanted.scope, found);
  const { max_lease_seconds: most } = tenantSettings(source.settings);
  return { ...wanted, source, ttlSeconds: leaseSeconds(wanted.request.ttlSeconds, most) };
}

function creation({ source, request: { purpose, wrap }, ttlSeconds }: GrantedLease): AuditRecord {
  return leaseRecord({
    verb: 'create',
    entity: 'lease',
    entityId: source.leaseId,
    projectId: source.projectId,
    after: {
      connection_id: source.id,
      connection_version: source.version,
      secret_version: source.secretVersion,
      purpose,
      ttl_seconds: ttlSeconds,
      wrapped: wrap,
    },
  });
}

function scopesOf([first, ...others]: readonly [WantedLease, ...WantedLease[]]): [Scope, ...Scope[]] {
  return [first.scope, ...others.map(({ scope }) => scope)];
}

function isDatabaseGone(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'database_unavailable';
}
