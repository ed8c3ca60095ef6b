import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, type JsonObject, credentialType } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import { invalidField, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { requireTestIn } from '../access/scope-rules.js';
import { readNewConnection } from '../connections/connection-input.js';
import type { ConnectionRow } from '../connections/connection-columns.js';
import { ConnectionCredentials } from '../connections/connection-credentials.js';
import { type ConnectionPlan, planUpdate } from '../connections/connection-plan.js';
import type { UpdateManner } from '../connections/connection-updates.service.js';
import { connectionView } from '../connections/connection-view.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { requireSameDestinations } from '../connections/destination-rule.js';
import { PartialCredentials } from '../connections/partial-credentials.js';
import { openProperty } from '../connections/property-sealing.js';
import { readCredentialInput } from '../credentials/credential-input.js';
import { openCredential } from '../credentials/credential-sealing.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { SharedCredentials } from '../credentials/shared-credentials.js';
import { ProjectsService } from '../projects/projects.service.js';
import type { PlannedCheck } from './planned-check.js';

/** Ends a transaction that was only asked what would happen. */
class Undone extends Error {
  constructor(readonly plan: PlannedCheck) {
    super('undone');
  }
}

type OpenedCredential = PlannedCheck['credential'];

const UNNAMED = 'unnamed';

/** Finds out what to test, under the rules that hold for storing it, and changes nothing. */
@Injectable()
export class CheckPlanner {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly use: ConnectionCredentials,
    private readonly partial: PartialCredentials,
    private readonly shared: SharedCredentials,
    private readonly projects: ProjectsService,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * A stored connection, with changes to it or as it is.
   *
   * @param changes - as an update's body; `{}` for none
   * @param manner - as of that update
   * @throws DomainError `not_found`, `forbidden`, and what an update throws, `secret_reentry_required` among it
   */
  async stored(
    scope: Scope,
    id: number,
    changes: JsonObject,
    { partialCredential }: Pick<UpdateManner, 'partialCredential'> = {},
  ): Promise<PlannedCheck> {
    const vault = await this.vault.forTenant(scope);
    return this.undone(scope, async (tx) => {
      const row = await this.connections.lock(tx, scope, id);
      if (!row) throw notFound('connection');
      requireTestIn(scope, row.projectId);
      const secrets = await this.connections.currentSecrets(tx, scope, row);
      const opened = Object.fromEntries(
        secrets.map((secret) => [secret.path, openProperty(vault, row.id, secret)]),
      );
      const { body, kept } = partialCredential
        ? await this.partial.complete(tx, scope, vault, row, changes)
        : { body: changes, kept: [] };
      const plan = planUpdate({ view: connectionView(row), secrets: opened }, body, this.registry);
      const paths = [...plan.kept, ...Object.keys(plan.brought)];
      const destinations = plan.connector.secretDestinations(plan.full.payload, plan.full.transport, paths);
      const used = await this.use.plan(tx, scope, vault, row, plan, destinations.get('credential')!);
      requireSameDestinations(
        [
          ...secrets
            .filter((secret) => plan.kept.includes(secret.path))
            .map((secret) => ({ path: secret.path, destinations: [secret.destination] })),
          ...used.stored,
          ...kept,
        ],
        destinations,
      );
      return {
        connector: plan.connector,
        payload: plan.full.payload,
        transport: plan.full.transport,
        credential: await this.credentialOf(tx, scope, vault, row, plan),
        stored: { id: row.id, version: row.version },
        projectId: row.projectId,
      };
    });
  }

  /**
   * A body as of a create; its name may be missing.
   *
   * @throws DomainError as a create
   */
  async fromBody(scope: Scope, body: JsonObject): Promise<PlannedCheck> {
    const projectId = scope.projectId ?? null;
    requireTestIn(scope, projectId);
    if (projectId !== null) await this.projects.get(scope, projectId);
    const input = readNewConnection({ name: UNNAMED, ...body }, this.registry);
    const { connector, payload, transport, credential } = input;
    const planned = { connector, payload, transport, stored: null, projectId };
    if (credential === null) return { ...planned, credential: null };
    if (credential.kind === 'inline') {
      return { ...planned, credential: { type: credential.type, payload: credential.payload } };
    }
    const vault = await this.vault.forTenant(scope);
    const destination = connector.secretDestinations(payload, transport).get('credential')!;
    return this.undone(scope, async (tx) => {
      const user = { connector, payload, projectId, destination };
      const { id } = await this.shared.use(tx, scope, vault, credential, user);
      return { ...planned, credential: await this.openCredential(tx, scope, vault, id) };
    });
  }

  private async credentialOf(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    plan: ConnectionPlan,
  ): Promise<OpenedCredential> {
    const reading =
      plan.credential === undefined ? undefined : readCredentialInput(plan.credential, plan.connector);
    if (reading && 'input' in reading) {
      const { input } = reading;
      if (input.kind === 'shared') return this.openCredential(tx, scope, vault, input.id);
      const { type, payload } = input;
      return {
        type,
        payload: { ...payload, ...(await this.keptServerFields(tx, scope, row, type, payload)) },
      };
    }
    return row.credentialId === null ? null : this.openCredential(tx, scope, vault, row.credentialId);
  }

  /** What the server made for the connection's own credential stays when its payload is replaced. */
  private async keptServerFields(
    tx: Transaction,
    scope: Scope,
    row: ConnectionRow,
    type: string,
    payload: JsonObject,
  ): Promise<JsonObject> {
    const current =
      row.credentialId === null ? null : await this.credentials.find(tx, scope, row.credentialId);
    if (!current?.inline || Object.keys(current.serverFields).length === 0) return {};
    return credentialType(type)!.makeServerFields(payload, current.serverFields);
  }

  private async openCredential(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    id: number,
  ): Promise<OpenedCredential> {
    const credential = await this.credentials.find(tx, scope, id);
    if (!credential) throw invalidField('credential.id', 'exists', 'There is no such credential here.');
    const sealed = await this.credentials.sealedVersion(tx, scope, credential);
    return {
      type: credential.type,
      payload: openCredential(vault, credential, sealed),
    };
  }

  private async undone(
    scope: Scope,
    work: (tx: Transaction) => Promise<PlannedCheck>,
  ): Promise<PlannedCheck> {
    try {
      return await this.database.transaction(scope, async (tx) => {
        throw new Undone(await work(tx));
      });
    } catch (error) {
      if (error instanceof Undone) return error.plan;
      throw error;
    }
  }
}
