import { Injectable } from '@nestjs/common';
import {
  type Connector,
  type Destination,
  type JsonObject,
  formatDestination,
  permitsDestination,
} from '#connector-sdk';
import type { Transaction } from '#platform/database';
import { DomainError, invalid, invalidField } from '#platform/errors';
import { type Scope, seesProject } from '#platform/scope';
import type { TenantVault } from '#platform/vault';
import { type CredentialInput, checkFits } from './credential-input.js';
import { requireKnowledge } from './credential-knowledge.js';
import type { CredentialEntity } from './credential.entity.js';
import { CredentialsRepository } from './credentials.repository.js';

/** The connection that wants to use a shared credential. */
export interface CredentialUser {
  readonly connector: Connector;
  readonly payload: JsonObject;
  readonly projectId: number | null;
  readonly destination: Destination;
}

/** Decides whether a connection may use a credential by its id, and where that credential may travel. */
@Injectable()
export class SharedCredentials {
  constructor(private readonly credentials: CredentialsRepository) {}

  /**
   * Finds the credential and approves the destination, if the caller may.
   *
   * @throws DomainError `invalid` for one that cannot be seen, belongs to one connection, is of another
   *   project or does not fit; `invalid`/`secret_reentry_required` for a destination nobody approved
   */
  async use(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    input: Extract<CredentialInput, { kind: 'shared' }>,
    user: CredentialUser,
  ): Promise<CredentialEntity> {
    const credential = await this.credentials.lock(tx, scope, input.id);
    if (!credential || !usableIn(scope, credential, user.projectId)) {
      throw invalidField(
        'credential.id',
        'exists',
        'There is no such credential here.',
        'credential_not_found',
      );
    }
    if (credential.inline) {
      const message = 'This credential belongs to one connection; make a shared one to use it here.';
      throw invalidField('credential.id', 'shared', message, 'credential_not_shared');
    }
    const misfit = checkFits(user.connector, user.payload, credential.type);
    if (misfit.length > 0) throw invalid(misfit);
    await this.approve(tx, scope, vault, credential, input.payload, user.destination);
    return credential;
  }

  private async approve(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    credential: CredentialEntity,
    payload: JsonObject | string | undefined,
    destination: Destination,
  ): Promise<void> {
    if (payload !== undefined) requireKnowledge(vault, credential, payload);
    const approved = await this.credentials.destinations(tx, scope, credential);
    if (approved.some((known) => permitsDestination(known, destination))) return;
    if (payload === undefined && !scope.permissions.has('global:write')) throw unapproved();
    await this.credentials.approve(
      tx,
      scope,
      credential.id,
      credential.secretVersion,
      formatDestination(destination),
    );
  }
}

/** Of the same project, or global; and visible to the caller. */
export function usableIn(scope: Scope, credential: CredentialEntity, projectId: number | null): boolean {
  if (credential.retiredFrom !== null) return false;
  if (credential.projectId === null) return true;
  return credential.projectId === projectId && seesProject(scope, credential.projectId);
}

function unapproved(): DomainError {
  const message =
    'This credential was not approved for this destination: send its payload along, or ask a tenant_admin.';
  return new DomainError('invalid', 'secret_reentry_required', message, {
    errors: [{ path: 'credential.payload', rule: 'secret_reentry_required', message }],
  });
}
