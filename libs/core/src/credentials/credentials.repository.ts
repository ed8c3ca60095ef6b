import { Injectable } from '@nestjs/common';
import { type Transaction, violates } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { CredentialDestinationEntity } from './credential-destination.entity.js';
import { CredentialVersionEntity } from './credential-version.entity.js';
import { CredentialEntity } from './credential.entity.js';
import type { SealedCredential } from './credential-sealing.js';

/** A credential before its first row is written; its id is known, because its secret is bound to it. */
export type NewCredential = Pick<
  CredentialEntity,
  'id' | 'projectId' | 'name' | 'nameKey' | 'type' | 'inline'
>;

/** One sealed version of one credential. */
export type CredentialVersion = Pick<CredentialEntity, 'id' | 'secretVersion'>;

/** Credentials, their sealed versions and their approved destinations. */
@Injectable()
export class CredentialsRepository {
  async nextId(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ id: number }>(
      `select nextval(pg_get_serial_sequence('credentials', 'id')) as id`,
    );
    return row!.id;
  }

  /**
   * Writes the head, its first version and its first destination; the three statements travel together.
   *
   * @throws DomainError `conflict` when the scope has a credential of that name, `not_found` when the
   *   project is gone
   */
  async insert(
    tx: Transaction,
    scope: Scope,
    credential: NewCredential,
    secret: SealedCredential,
    destination: string | null,
  ): Promise<void> {
    const by = scope.principal.name;
    try {
      await Promise.all([
        tx.run({
          name: 'credential_insert',
          text: `insert into credentials
             (tenant_id, id, project_id, name, name_key, type, inline, fingerprint, server_fields,
              created_by, updated_by, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)`,
          values: [
            scope.tenantId,
            credential.id,
            credential.projectId,
            credential.name,
            credential.nameKey,
            credential.type,
            credential.inline,
            secret.fingerprint,
            secret.serverFields,
            by,
            secret.expiresAt,
          ],
        }),
        this.insertVersion(tx, scope, credential.id, 1, secret),
        destination === null ? null : this.approve(tx, scope, credential.id, 1, destination),
      ]);
    } catch (error) {
      throw refusal(error);
    }
  }

  async insertVersion(
    tx: Transaction,
    scope: Scope,
    id: number,
    version: number,
    secret: SealedCredential,
  ): Promise<void> {
    await tx.run({
      name: 'credential_version_insert',
      text: `insert into credential_versions
         (tenant_id, credential_id, secret_version, sealed, fingerprint, created_by)
       values ($1, $2, $3, $4, $5, $6)`,
      values: [scope.tenantId, id, version, secret.sealed, secret.fingerprint, scope.principal.name],
    });
  }

  /** Adds a destination to those that this version may be sent to. */
  async approve(
    tx: Transaction,
    scope: Scope,
    id: number,
    version: number,
    destination: string,
  ): Promise<void> {
    await tx.run({
      name: 'credential_destination_insert',
      text: `insert into credential_destinations (tenant_id, credential_id, secret_version, destination, approved_by)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      values: [scope.tenantId, id, version, destination, scope.principal.name],
    });
  }

  /** A new version of a shared credential serves where the one before did. */
  async copyDestinations(tx: Transaction, scope: Scope, id: number, from: number, to: number): Promise<void> {
    await tx.query(
      `insert into credential_destinations
         (tenant_id, credential_id, secret_version, destination, approved_by, approved_at)
       select tenant_id, credential_id, $4, destination, approved_by, approved_at from credential_destinations
       where tenant_id = $1 and credential_id = $2 and secret_version = $3`,
      [scope.tenantId, id, from, to],
    );
  }

  async destinations(tx: Transaction, scope: Scope, credential: CredentialVersion): Promise<string[]> {
    const rows = await tx.manager.findBy(CredentialDestinationEntity, {
      tenantId: scope.tenantId,
      credentialId: credential.id,
      secretVersion: credential.secretVersion,
    });
    return rows.map((row) => row.destination);
  }

  async sealedVersion(tx: Transaction, scope: Scope, credential: CredentialVersion): Promise<Buffer> {
    const row = await tx.manager.findOneByOrFail(CredentialVersionEntity, {
      tenantId: scope.tenantId,
      credentialId: credential.id,
      secretVersion: credential.secretVersion,
    });
    return row.sealed;
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<CredentialEntity | null> {
    return tx.manager.findOne(CredentialEntity, {
      where: { tenantId: scope.tenantId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async find(tx: Transaction, scope: Scope, id: number): Promise<CredentialEntity | null> {
    return tx.manager.findOneBy(CredentialEntity, { tenantId: scope.tenantId, id });
  }

  /** Saves a changed head. @throws DomainError `conflict` when its new name is taken */
  async save(tx: Transaction, credential: CredentialEntity): Promise<CredentialEntity> {
    try {
      return await tx.manager.save(CredentialEntity, credential);
    } catch (error) {
      throw refusal(error);
    }
  }

  /** Keeps a credential for the former versions of the one connection that it belonged to. */
  async retire(tx: Transaction, scope: Scope, id: number, connectionId: number): Promise<void> {
    await tx.manager.update(
      CredentialEntity,
      { tenantId: scope.tenantId, id },
      { retiredFrom: connectionId },
    );
  }

  /** Deletes the head and, with it, every sealed version. */
  async remove(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.manager.delete(CredentialEntity, { tenantId: scope.tenantId, id });
  }

  /** Shows a connection's own credential again. */
  async reinstate(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.manager.update(CredentialEntity, { tenantId: scope.tenantId, id }, { retiredFrom: null });
  }

  /** Takes a credential from the deleted connections that used it, so that it can be deleted. */
  async releaseFromDeleted(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.query(
      `update connections set credential_id = null
       where tenant_id = $1 and credential_id = $2 and deleted_at is not null`,
      [scope.tenantId, id],
    );
  }

  /** Those that former versions of a connection use follow it. @throws as {@link moveTo} */
  async moveRetired(
    tx: Transaction,
    scope: Scope,
    connectionId: number,
    projectId: number | null,
  ): Promise<void> {
    const where = { tenantId: scope.tenantId, retiredFrom: connectionId };
    await refusingGoneProject(() => tx.manager.update(CredentialEntity, where, { projectId }));
  }

  /** @throws DomainError `not_found` when the project is gone */
  async moveTo(tx: Transaction, scope: Scope, id: number, projectId: number | null): Promise<void> {
    const where = { tenantId: scope.tenantId, id };
    await refusingGoneProject(() => tx.manager.update(CredentialEntity, where, { projectId }));
  }
}

async function refusingGoneProject(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  if (violates(error, 'credentials_name')) {
    return conflict('credential_exists', 'A credential of this name exists here.');
  }
  return violates(error, 'credentials_project') ? notFound('project') : error;
}
