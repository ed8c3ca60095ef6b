import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, joinSecrets } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { invalid, invalidField, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { requireWriteIn } from '../access/scope-rules.js';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { nameKey } from '../naming/index.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import type { LockedConnection } from './connection-columns.js';
import type { ConnectionVersionEntity } from './connection-version.entity.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository } from './connections.repository.js';
import { requireSameDestinations, secretsGone } from './destination-rule.js';
import { changedIndexing } from './discovery-settings.js';
import { FormerCredentials } from './former-credentials.js';
import { openProperty } from './property-sealing.js';

/** Makes a connection again what it was, with the secrets of that time. */
@Injectable()
export class VersionRestoresService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly versions: ConnectionVersionsRepository,
    private readonly credentials: FormerCredentials,
    private readonly leases: LeaseMarks,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * A new version that equals a former one, but for the project: moving needs a right of its own. Each secret
   * goes back to the destination that it was stored for, and nowhere else.
   *
   * @throws DomainError `not_found`, `forbidden`, `precondition_failed`, `invalid` (`secret_reentry_required`
   *   where a secret of that version is gone), `conflict` for a taken name
   */
  async restore(
    scope: Scope,
    id: number,
    version: number,
    precondition: Precondition,
  ): Promise<ConnectionView> {
    const vault = await this.vault.forTenant(scope);
    return this.database.effect(scope, async (tx) => {
      const row = await this.connections.lock(tx, scope, id);
      if (!row) throw notFound('connection');
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      if (version === row.version) return connectionView(row);
      const former = version < row.version ? await this.versions.find(tx, scope, id, version) : null;
      if (!former) throw notFound('connection version');
      return this.apply(tx, scope, vault, row, former);
    });
  }

  private async apply(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: LockedConnection,
    former: ConnectionVersionEntity,
  ): Promise<ConnectionView> {
    const before = connectionView(row);
    const { connector, destinations, stored } = await this.examine(tx, scope, vault, former);
    const credential = await this.credentials.find(tx, scope, row, former, connector);
    requireSameDestinations([...stored, ...credential.stored], destinations);
    await this.versions.keep(tx, scope, row);
    const credentialId = await credential.use(vault, destinations.get('credential')!);
    const { name, type, dbType, payload, transport, secretVersions } = former;
    Object.assign(row, { name, nameKey: nameKey(name), type, dbType, payload, transport, secretVersions });
    Object.assign(row, changedIndexing(row.indexingStatus));
    Object.assign(row, { credentialId, version: row.version + 1, updatedBy: scope.principal.name });
    const after = connectionView(await this.connections.save(tx, row));
    await this.leases.changed(tx, scope, { of: 'connection', id: row.id });
    await recordAudit(tx, scope, {
      action: 'connection.restore_version',
      entity: 'connection',
      entityId: row.id,
      projectId: row.projectId,
      before,
      after: { ...after, restored_version: former.version },
    });
    return after;
  }

  /** Where the secrets of a former version would go, and where they may. */
  private async examine(tx: Transaction, scope: Scope, vault: TenantVault, former: ConnectionVersionEntity) {
    const connector = this.registry.get(former.type);
    if (!connector) throw invalidField('type', 'one_of', 'There is no such connection type any more.');
    const secrets = await this.versions.secretsOf(tx, scope, former);
    const found = new Set(secrets.map((secret) => secret.path));
    const gone = Object.keys(former.secretVersions).filter((path) => !found.has(path));
    if (gone.length > 0) throw secretsGone(gone);
    const opened = Object.fromEntries(
      secrets.map((secret) => [secret.path, openProperty(vault, former.connectionId, secret)]),
    );
    const payload = joinSecrets(former.payload, opened, 'payload');
    const transport = former.transport && joinSecrets(former.transport, opened, 'transport');
    const broken = [...connector.validatePayload(payload), ...connector.validateTransport(transport)];
    if (broken.length > 0) throw invalid(broken);
    return {
      connector,
      destinations: connector.secretDestinations(payload, transport, Object.keys(opened)),
      stored: secrets.map(({ path, destination }) => ({ path, destinations: [destination] })),
    };
  }
}
