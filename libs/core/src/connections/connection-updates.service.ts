import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, type Destination, type JsonObject, permitsDestination } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { LeasePolicies } from '../leases/lease-policies.js';
import { nameKey } from '../naming/index.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { type AttributeChanges, changeAttributes } from './attributes/attribute-changes.js';
import type { ConnectionRow, LockedConnection } from './connection-columns.js';
import { ConnectionCredentials } from './connection-credentials.js';
import { type ConnectionPlan, planUpdate } from './connection-plan.js';
import type { ConnectionSecretEntity } from './connection-secret.entity.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository, type NewConnectionSecret } from './connections.repository.js';
import { type CompleteBody, PartialCredentials } from './partial-credentials.js';
import { discoveryColumns } from './discovery-settings.js';
import { requireSameDestinations } from './destination-rule.js';
import { openProperty, propertyFingerprint, sealProperty } from './property-sealing.js';
import { requireWriteIn } from '../access/scope-rules.js';

/** What some contracts want of an update beyond what its body says. */
export interface UpdateManner {
  /** True: the body's credential names what changes of it, and what it does not name stays. */
  readonly partialCredential?: boolean;
  /** Does what belongs to the same transaction, once a change is written. */
  readonly within?: (tx: Transaction, row: ConnectionRow) => Promise<void>;
}

/** Changes connections, member by member, under the destination rule. */
@Injectable()
export class ConnectionUpdatesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly versions: ConnectionVersionsRepository,
    private readonly credentials: ConnectionCredentials,
    private readonly partial: PartialCredentials,
    private readonly policies: LeasePolicies,
    private readonly leases: LeaseMarks,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * A partial update: only what the body names changes, and the result is valid as a whole. A body that
   * changes nothing leaves the version and `updated_at` as they are.
   *
   * @param attributes - what the contract keeps with it, as far as it changes
   * @param manner - what the contract wants beyond the body
   * @throws DomainError `not_found`, `forbidden`, `precondition_failed`, `invalid` (among them
   *   `secret_reentry_required`), `conflict` for a taken name
   */
  async update(
    scope: Scope,
    id: number,
    body: JsonObject,
    precondition: Precondition,
    attributes?: AttributeChanges,
    manner: UpdateManner = {},
  ): Promise<ConnectionView> {
    const vault = await this.vault.forTenant(scope);
    return this.database.transaction(scope, async (tx) => {
      const row = await this.connections.lock(tx, scope, id);
      if (!row) throw notFound('connection');
      requireWriteIn(scope, row.projectId);
      const { version: versionBefore } = row;
      requireVersion(precondition, versionBefore);
      const whole = manner.partialCredential
        ? await this.partial.complete(tx, scope, vault, row, body)
        : { body, kept: [] };
      const after = await this.apply(tx, scope, vault, row, whole, attributes);
      if (after.version !== versionBefore) await manner.within?.(tx, row);
      return after;
    });
  }

  private async apply(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: LockedConnection,
    { body, kept: keptOfCredential }: CompleteBody,
    changes: AttributeChanges | undefined,
  ): Promise<ConnectionView> {
    const before = connectionView(row);
    const stored = await this.connections.currentSecrets(tx, scope, row);
    const opened = Object.fromEntries(
      stored.map((secret) => [secret.path, openProperty(vault, row.id, secret)]),
    );
    const plan = planUpdate({ view: before, secrets: opened }, body, this.registry);
    const paths = [...plan.kept, ...Object.keys(plan.brought)];
    const destinations = plan.connector.secretDestinations(plan.full.payload, plan.full.transport, paths);
    const use = await this.credentials.plan(tx, scope, vault, row, plan, destinations.get('credential')!);
    const keptSecrets = stored.filter((secret) => plan.kept.includes(secret.path));
    requireSameDestinations(
      [
        ...keptSecrets.map((secret) => ({ path: secret.path, destinations: [secret.destination] })),
        ...use.stored,
        ...keptOfCredential,
      ],
      destinations,
    );
    const kept = changes ? changeAttributes(vault, row.id, row, changes) : row;
    if (!plan.changed && !use.changes && kept === row) return before;

    await this.policies.requireAccounts(tx, scope, plan.leasePolicy, row.leasePolicy);
    await this.versions.keep(tx, scope, row);
    const credentialId = await use.store();
    const fresh = await this.freshSecrets(tx, scope, vault, row, plan, destinations, stored);
    const versions = new Map(keptSecrets.map((secret) => [secret.path, secret.secretVersion]));
    for (const secret of fresh.current) versions.set(secret.path, secret.secretVersion);
    Object.assign(row, {
      name: plan.name,
      nameKey: nameKey(plan.name),
      type: plan.connector.type,
      dbType: plan.connector.dbType(plan.payload),
      payload: plan.payload,
      transport: plan.transport,
      secretVersions: Object.fromEntries(versions),
      credentialId,
      leasePolicy: plan.leasePolicy,
      attributes: kept.attributes,
      sealedAttributes: kept.sealedAttributes,
      ...discoveryColumns(plan.discovery, before, plan.sourceChanged || use.changes),
      version: row.version + 1,
      updatedBy: scope.principal.name,
    });
    await this.connections.insertSecrets(tx, scope, row.id, fresh.added);
    const after = connectionView(await this.connections.save(tx, row));
    await use.finish();
    await this.leases.changed(tx, scope, { of: 'connection', id: row.id });
    await recordAudit(tx, scope, {
      action: 'connection.update',
      entity: 'connection',
      entityId: row.id,
      projectId: row.projectId,
      before,
      after,
    });
    return after;
  }

  /** The secrets that came: those that are stored already, for this destination, get no new version. */
  private async freshSecrets(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    plan: ConnectionPlan,
    destinations: ReadonlyMap<string, Destination>,
    stored: readonly ConnectionSecretEntity[],
  ) {
    const brought = Object.entries(plan.brought);
    const added: NewConnectionSecret[] = [];
    const current: Pick<NewConnectionSecret, 'path' | 'secretVersion'>[] = [];
    if (brought.length === 0) return { added, current };
    const latest = await this.connections.latestSecretVersions(tx, scope, row.id);
    for (const [path, value] of brought) {
      const destination = destinations.get(path)!;
      const known = stored.find(
        (secret) =>
          secret.path === path &&
          secret.fingerprint === propertyFingerprint(vault, row.id, path, value) &&
          permitsDestination(secret.destination, destination),
      );
      const secret =
        known ?? sealProperty(vault, row.id, path, (latest.get(path) ?? 0) + 1, value, destination);
      if (!known) added.push(secret);
      current.push({ path, secretVersion: secret.secretVersion });
    }
    return { added, current };
  }
}
