import { Injectable } from '@nestjs/common';
import {
  type Destination,
  credentialType,
  formatDestination,
  isJsonObject,
  permitsDestination,
} from '#connector-sdk';
import type { Transaction } from '#platform/database';
import { invalid, invalidField } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { TenantVault } from '#platform/vault';
import {
  type CredentialInput,
  checkFits,
  readCredentialInput,
  withoutNulls,
} from '../credentials/credential-input.js';
import { requireKnowledge } from '../credentials/credential-knowledge.js';
import { credentialFingerprint, sealCredential } from '../credentials/credential-sealing.js';
import type { CredentialEntity } from '../credentials/credential.entity.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { SharedCredentials } from '../credentials/shared-credentials.js';
import type { ConnectionRow } from './connection-columns.js';
import type { ConnectionPlan } from './connection-plan.js';
import type { StoredSecret } from './destination-rule.js';

/** What an update does with the connection's credential, before any of it is done. */
export interface CredentialUsePlan {
  /** The stored secret that would be used as it is; empty when the request brought one. */
  readonly stored: readonly StoredSecret[];
  readonly changes: boolean;
  /** Writes what is new, and answers the id that the connection points to. */
  store(): Promise<number | null>;
  /** Keeps what the connection no longer points to for its former versions alone. */
  finish(): Promise<void>;
}

const NOTHING = async () => undefined;

/** The credential of a connection that changes: kept, renewed, made its own, or exchanged for a shared one. */
@Injectable()
export class ConnectionCredentials {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly shared: SharedCredentials,
  ) {}

  async plan(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    plan: ConnectionPlan,
    destination: Destination,
  ): Promise<CredentialUsePlan> {
    const current =
      row.credentialId === null ? null : await this.credentials.lock(tx, scope, row.credentialId);
    const input = readInput(plan);
    if (input === null) return this.keep(tx, scope, plan, destination, current);
    if (input.kind === 'inline') {
      return this.renew(tx, scope, vault, row, plan, destination, input, current);
    }
    if (!current?.inline || input.id !== current.id) {
      return this.share(tx, scope, vault, row, plan, destination, input, current);
    }
    if (input.payload === undefined) return this.keep(tx, scope, plan, destination, current);
    const payload = requireKnowledge(vault, current, input.payload);
    const own = { kind: 'inline' as const, type: current.type, payload };
    return this.renew(tx, scope, vault, row, plan, destination, own, current);
  }

  private async keep(
    tx: Transaction,
    scope: Scope,
    plan: ConnectionPlan,
    destination: Destination,
    current: CredentialEntity | null,
  ): Promise<CredentialUsePlan> {
    if (!current) return { stored: [], changes: false, store: async () => null, finish: NOTHING };
    const misfit = checkFits(plan.connector, plan.full.payload, current.type);
    if (misfit.length > 0) throw invalid(misfit);
    if (holdsNoSecret(current.type)) {
      const store = async () => {
        const place = formatDestination(destination);
        await this.credentials.approve(tx, scope, current.id, current.secretVersion, place);
        return current.id;
      };
      return { stored: [], changes: false, store, finish: NOTHING };
    }
    const destinations = await this.credentials.destinations(tx, scope, current);
    return {
      stored: [{ path: 'credential', destinations }],
      changes: false,
      store: async () => current.id,
      finish: NOTHING,
    };
  }

  private async share(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    plan: ConnectionPlan,
    destination: Destination,
    input: Extract<CredentialInput, { kind: 'shared' }>,
    current: CredentialEntity | null,
  ): Promise<CredentialUsePlan> {
    const user = {
      connector: plan.connector,
      payload: plan.full.payload,
      projectId: row.projectId,
      destination,
    };
    const { id } = await this.shared.use(tx, scope, vault, input, user);
    return {
      stored: [],
      changes: id !== current?.id,
      store: async () => id,
      finish: async () => {
        if (current?.inline) await this.credentials.retire(tx, scope, current.id, row.id);
      },
    };
  }

  private async renew(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    plan: ConnectionPlan,
    destination: Destination,
    input: Extract<CredentialInput, { kind: 'inline' }>,
    current: CredentialEntity | null,
  ): Promise<CredentialUsePlan> {
    const misfit = checkFits(plan.connector, plan.full.payload, input.type);
    if (misfit.length > 0) throw invalid(misfit);
    const { type, payload } = input;
    if (!current?.inline) {
      const store = async () => {
        const id = await this.credentials.nextId(tx);
        const head = { id, projectId: row.projectId, name: null, nameKey: null, type, inline: true };
        const secret = sealCredential(vault, id, 1, type, payload);
        await this.credentials.insert(tx, scope, head, secret, formatDestination(destination));
        return id;
      };
      return { stored: [], changes: true, store, finish: NOTHING };
    }
    const same = current.fingerprint === credentialFingerprint(vault, current.id, type, payload);
    const known = await this.credentials.destinations(tx, scope, current);
    if (same && known.some((stored) => permitsDestination(stored, destination))) {
      return { stored: [], changes: false, store: async () => current.id, finish: NOTHING };
    }
    const store = async () => {
      const secretVersion = current.secretVersion + 1;
      const secret = sealCredential(vault, current.id, secretVersion, type, payload, current.serverFields);
      await this.credentials.insertVersion(tx, scope, current.id, secretVersion, secret);
      await this.credentials.approve(tx, scope, current.id, secretVersion, formatDestination(destination));
      const version = current.version + 1;
      const { fingerprint, serverFields, expiresAt } = secret;
      const updatedBy = scope.principal.name;
      await this.credentials.save(
        tx,
        Object.assign(current, {
          type,
          secretVersion,
          fingerprint,
          serverFields,
          expiresAt,
          version,
          updatedBy,
        }),
      );
      return current.id;
    };
    return { stored: [], changes: true, store, finish: NOTHING };
  }
}

/** The body's credential, or null when it names none. */
function readInput(plan: ConnectionPlan): CredentialInput | null {
  if (plan.credential === undefined) return null;
  if (plan.credential === null) {
    throw invalidField('credential', 'object', 'A credential cannot be removed, only replaced.');
  }
  const credential = withPayloadCleared(plan.credential);
  const reading = readCredentialInput(credential, plan.connector, plan.full.payload);
  if ('errors' in reading) throw invalid(reading.errors);
  return reading.input;
}

/** The proof of a source that asks for none may go anywhere. */
function holdsNoSecret(type: string): boolean {
  return credentialType(type)?.secretFields.length === 0;
}

function withPayloadCleared(credential: unknown): unknown {
  if (!isJsonObject(credential) || credential['payload'] === undefined) return credential;
  return { ...credential, payload: withoutNulls(credential['payload']) };
}
