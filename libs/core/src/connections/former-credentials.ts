import { Injectable } from '@nestjs/common';
import { type Connector, type Destination, credentialType, formatDestination } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import { invalid } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { TenantVault } from '#platform/vault';
import { checkFits } from '../credentials/credential-input.js';
import { openCredential, sealCredential } from '../credentials/credential-sealing.js';
import type { CredentialEntity } from '../credentials/credential.entity.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { usableIn } from '../credentials/shared-credentials.js';
import type { ConnectionRow } from './connection-columns.js';
import type { ConnectionVersionEntity } from './connection-version.entity.js';
import { type StoredSecret, secretsGone } from './destination-rule.js';

/** The credential of a former version, before anything is done with it. */
export interface FormerCredential {
  /** The secret that would be used again; empty where there is none. */
  readonly stored: readonly StoredSecret[];
  /** Puts it in the place of the current one, and answers the id that the connection points to. */
  use(vault: TenantVault, destination: Destination): Promise<number | null>;
}

/** Finds the credentials that former versions of a connection used. */
@Injectable()
export class FormerCredentials {
  constructor(private readonly credentials: CredentialsRepository) {}

  /**
   * One of the connection's own comes back with the secret of that version; a shared one with the secret that
   * it has now, for others use it too.
   *
   * @throws DomainError `invalid`/`secret_reentry_required` for one that is gone
   */
  async find(
    tx: Transaction,
    scope: Scope,
    row: ConnectionRow,
    former: ConnectionVersionEntity,
    connector: Connector,
  ): Promise<FormerCredential> {
    const replace = (id: number | null) => this.retireCurrent(tx, scope, row, id);
    if (former.credentialId === null) return { stored: [], use: () => replace(null) };
    const credential = await this.credentials.lock(tx, scope, former.credentialId);
    if (!credential || !(credential.inline || usableIn(scope, credential, row.projectId)))
      throw secretsGone(['credential']);
    const type = credential.inline ? former.credentialType! : credential.type;
    const misfit = checkFits(connector, former.payload, type);
    if (misfit.length > 0) throw invalid(misfit);
    const secretVersion = credential.inline ? former.credentialSecretVersion! : credential.secretVersion;
    const destinations = await this.credentials.destinations(tx, scope, { id: credential.id, secretVersion });
    const secret = credentialType(type)!.secretFields.length > 0;
    return {
      stored: secret ? [{ path: 'credential', destinations }] : [],
      use: async (vault, destination) => {
        if (credential.inline) await this.revive(tx, scope, vault, credential, former);
        if (!secret) {
          const place = formatDestination(destination);
          await this.credentials.approve(tx, scope, credential.id, credential.secretVersion, place);
        }
        return replace(credential.id);
      },
    };
  }

  /** The former secret becomes the newest version: numbers of versions never go back. */
  private async revive(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    credential: CredentialEntity,
    former: ConnectionVersionEntity,
  ): Promise<void> {
    const { id } = credential;
    const secretVersion = former.credentialSecretVersion!;
    if (secretVersion !== credential.secretVersion) {
      const sealed = await this.credentials.sealedVersion(tx, scope, { id, secretVersion });
      const next = credential.secretVersion + 1;
      const type = former.credentialType!;
      const payload = openCredential(vault, { id, secretVersion, serverFields: {} }, sealed);
      const secret = sealCredential(vault, id, next, type, payload, former.credentialServerFields ?? {});
      await this.credentials.insertVersion(tx, scope, id, next, secret);
      await this.credentials.copyDestinations(tx, scope, id, secretVersion, next);
      const { fingerprint, serverFields, expiresAt } = secret;
      const version = credential.version + 1;
      Object.assign(credential, {
        type,
        fingerprint,
        serverFields,
        expiresAt,
        secretVersion: next,
        version,
      });
    } else if (credential.retiredFrom === null) {
      return;
    }
    Object.assign(credential, { retiredFrom: null, updatedBy: scope.principal.name });
    await this.credentials.save(tx, credential);
  }

  private async retireCurrent(tx: Transaction, scope: Scope, row: ConnectionRow, next: number | null) {
    if (row.credentialId === null || row.credentialId === next) return next;
    const current = await this.credentials.lock(tx, scope, row.credentialId);
    if (current?.inline) await this.credentials.retire(tx, scope, current.id, row.id);
    return next;
  }
}
