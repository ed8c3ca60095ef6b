import { IdempotencyKeys, type TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type KeyProvider, type Vault, forgetUnusedKeys, rewrapDataKeys } from '#platform/vault';
import { ServiceAccountsRepository } from '../access/service-accounts.repository.js';
import { systemScope } from '../access/system-scope.js';
import { DeletedConnectionsRepository } from '../connections/deleted-connections.repository.js';
import { FileContentsRepository } from '../files/file-contents.repository.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { LeasesRepository } from '../leases/leases.repository.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { purgeOldAuditEvents } from './audit-retention.js';
import { SigningKeysRepository } from '../tokens/signing-keys.repository.js';

/** A lease stays for a day after its end, so that its holder can still be told of it. */
const KEPT_LEASE_SECONDS = 24 * 60 * 60;

/** What became of a job can be asked for when its connection is gone, for as long as that. */
const KEPT_JOB_SECONDS = 24 * 60 * 60;

/** An upload takes half a minute at most, so this one has failed. */
const ABANDONED_UPLOAD_SECONDS = 60 * 60;

/** The work that keeps a store in order, tenant by tenant; each tenant is its own transaction. */
export class Maintenance {
  private readonly tenants: TenantsRepository;
  private readonly accounts: ServiceAccountsRepository;
  private readonly deleted = new DeletedConnectionsRepository();
  private readonly contents = new FileContentsRepository();
  private readonly signingKeys: SigningKeysRepository;
  private readonly leases: LeasesRepository;
  private readonly jobs: JobsRepository;

  constructor(
    private readonly database: TenantDatabase,
    private readonly vault: Vault,
  ) {
    this.tenants = new TenantsRepository(database);
    this.accounts = new ServiceAccountsRepository(database);
    this.signingKeys = new SigningKeysRepository(database);
    this.leases = new LeasesRepository(database);
    this.jobs = new JobsRepository(database);
    // The worker acts for the service itself: nobody can revoke that.
    database.useStaleScopeCheck(async (scope) => {
      const tenant = await this.tenants.headById(scope.tenantId);
      return tenant?.accessEpoch ?? scope.accessEpoch;
    });
  }

  /** Wraps every key under the active key-encryption key, and forgets the ids that none needs. */
  async rewrapDataKeys(keys: KeyProvider): Promise<number> {
    const changed = await this.eachTenant('rewrap', (scope) => rewrapDataKeys(this.database, keys, scope));
    const signingKeyChanged = await this.signingKeys.rewrap(keys);
    await forgetUnusedKeys(this.database, keys);
    return changed + Number(signingKeyChanged);
  }

  /** Destroys the hashes of API keys whose overlap after a rotation is over. */
  async purgeExpiredApiKeys(): Promise<number> {
    return this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, (tx) => this.accounts.purgeExpiredKeys(tx, scope)),
    );
  }

  /** Erases deleted connections, with their secrets, once nobody can restore them any more. */
  async purgeDeletedConnections(): Promise<number> {
    return this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, (tx) => this.deleted.purge(tx, scope)),
    );
  }

  /** Forgets what requests with an `Idempotency-Key` were answered, once repeating them means something new. */
  async purgeIdempotencyKeys(): Promise<number> {
    const ofPlatform = await this.database.statement(new IdempotencyKeys(null).expiry());
    const ofTenants = await this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, async (tx) => {
        const gone = await tx.run(new IdempotencyKeys(scope.tenantId).expiry());
        return gone.length;
      }),
    );
    return ofPlatform.length + ofTenants;
  }

  /** Removes audit events that are older than their tenant keeps them. */
  async purgeAuditEvents(): Promise<number> {
    return this.eachTenant('audit-retention', (scope) =>
      purgeOldAuditEvents(this.database, this.vault, scope),
    );
  }

  /** Forgets leases that ended a day ago; the audit keeps what was leased. */
  async purgeEndedLeases(): Promise<number> {
    return this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, (tx) => this.leases.purge(tx, scope, KEPT_LEASE_SECONDS)),
    );
  }

  /** Forgets jobs of erased connections that ended a day ago; those of the others are counted when one is added. */
  async purgeOrphanedJobs(): Promise<number> {
    return this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, (tx) => this.jobs.purgeOrphans(tx, scope, KEPT_JOB_SECONDS)),
    );
  }

  /** Destroys what is left of uploads that did not come to their end. */
  async purgeAbandonedUploads(): Promise<number> {
    return this.eachTenant('purge', (scope) =>
      this.database.transaction(scope, (tx) =>
        this.contents.purgeAbandoned(tx, scope, ABANDONED_UPLOAD_SECONDS),
      ),
    );
  }

  private async eachTenant(purpose: string, work: (scope: Scope) => Promise<number>): Promise<number> {
    let changed = 0;
    for (const tenant of await this.tenants.heads()) changed += await work(systemScope(tenant, purpose));
    return changed;
  }
}
