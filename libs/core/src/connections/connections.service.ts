import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, type JsonObject, formatDestination, splitTransport } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { sealCredential } from '../credentials/credential-sealing.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { SharedCredentials } from '../credentials/shared-credentials.js';
import { LeasePolicies } from '../leases/lease-policies.js';
import { nameKey, trimmedName } from '../naming/index.js';
import { takeQuota } from '../quotas/take-quota.js';
import { type AttributeChanges, changeAttributes, NO_ATTRIBUTES } from './attributes/attribute-changes.js';
import type { ConnectionRow } from './connection-columns.js';
import { type NewConnectionInput, readNewConnection } from './connection-input.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository } from './connections.repository.js';
import { discoveryColumns } from './discovery-settings.js';
import { sealProperty } from './property-sealing.js';
import { requireWriteIn } from '../access/scope-rules.js';

/** Makes, shows and removes connections. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly shared: SharedCredentials,
    private readonly policies: LeasePolicies,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * Stores a connection with its credential and its audit event: all of it, or nothing.
   *
   * @param attributes - what the contract keeps with it
   * @param within - does what belongs to the same transaction, once the connection is written
   * @throws DomainError `invalid`, `forbidden`, `conflict` for a taken name, `not_found` for the project
   */
  async create(
    scope: Scope,
    body: JsonObject,
    attributes?: AttributeChanges,
    within?: (tx: Transaction, row: ConnectionRow) => Promise<void>,
  ): Promise<ConnectionView> {
    const projectId = scope.projectId ?? null;
    requireWriteIn(scope, projectId);
    const input = readNewConnection(body, this.registry);
    const vault = await this.vault.forTenant(scope);
    return this.database.effect(scope, async (tx) => {
      await this.policies.requireAccounts(tx, scope, input.leasePolicy, null);
      const ids = await this.connections.nextIds(tx);
      const parts = splitSecrets(input);
      const destinations = input.connector.secretDestinations(input.payload, input.transport);
      const credentialId = await this.storeCredential(tx, scope, vault, input, ids.credentialId, projectId);
      const secrets = Object.entries(parts.secrets).map(([path, value]) =>
        sealProperty(vault, ids.connectionId, path, 1, value, destinations.get(path)!),
      );
      const row = await this.connections.insert(tx, scope, {
        id: ids.connectionId,
        projectId,
        name: trimmedName(input.name),
        nameKey: nameKey(input.name),
        type: input.connector.type,
        dbType: input.connector.dbType(input.payload),
        payload: parts.payload,
        transport: parts.transport,
        secretVersions: Object.fromEntries(secrets.map((secret) => [secret.path, 1])),
        credentialId,
        leasePolicy: input.leasePolicy,
        discovery: discoveryColumns(input.discovery, null, false),
        kept: attributes
          ? changeAttributes(vault, ids.connectionId, NO_ATTRIBUTES, attributes)
          : NO_ATTRIBUTES,
      });
      const view = connectionView(row);
      takeQuota(tx, scope, 'connections');
      await Promise.all([
        this.connections.insertSecrets(tx, scope, row.id, secrets),
        recordAudit(tx, scope, { ...about('create', view), after: view }),
      ]);
      await within?.(tx, row);
      return view;
    });
  }

  /** @throws DomainError `not_found` for one that does not exist or that the scope cannot see */
  async get(scope: Scope, id: number): Promise<ConnectionView> {
    const row = await this.connections.byId(scope, id);
    if (!row) throw notFound('connection');
    return connectionView(row);
  }

  /** By its name within exactly the scope's project, or GLOBAL. @throws DomainError `not_found` */
  async byName(scope: Scope, name: string): Promise<ConnectionView> {
    const row = await this.connections.byName(scope, nameKey(name));
    if (!row) throw notFound('connection');
    return connectionView(row);
  }

  private async storeCredential(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    input: NewConnectionInput,
    newId: number,
    projectId: number | null,
  ): Promise<number | null> {
    if (!input.credential) return null;
    const destination = input.connector.secretDestinations(input.payload, input.transport).get('credential')!;
    if (input.credential.kind === 'shared') {
      const user = { connector: input.connector, payload: input.payload, projectId, destination };
      return (await this.shared.use(tx, scope, vault, input.credential, user)).id;
    }
    const { type, payload } = input.credential;
    await this.credentials.insert(
      tx,
      scope,
      { id: newId, projectId, name: null, nameKey: null, type, inline: true },
      sealCredential(vault, newId, 1, type, payload),
      formatDestination(destination),
    );
    return newId;
  }
}

function splitSecrets(input: NewConnectionInput) {
  const payload = input.connector.splitPayload(input.payload);
  const transport = input.transport ? splitTransport(input.transport) : null;
  return {
    payload: payload.open,
    transport: transport?.open ?? null,
    secrets: { ...payload.secrets, ...transport?.secrets },
  };
}

function about(verb: string, view: ConnectionView) {
  const projectId = view.project_id === 0 ? null : view.project_id;
  return { action: `connection.${verb}`, entity: 'connection', entityId: view.id, projectId };
}
