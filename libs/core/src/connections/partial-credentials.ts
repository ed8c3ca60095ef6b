import { Injectable } from '@nestjs/common';
import { credentialType, isJsonObject, type JsonObject, ownValue } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { TenantVault } from '#platform/vault';
import { openCredential } from '../credentials/credential-sealing.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import type { ConnectionRow } from './connection-columns.js';
import type { StoredSecret } from './destination-rule.js';

/** A body whose credential is whole, and the stored secrets that it was completed with. */
export interface CompleteBody {
  readonly body: JsonObject;
  /** Not to be sent anywhere else than where they were stored for. */
  readonly kept: readonly StoredSecret[];
}

/** Lays a credential that names what changes over the connection's own one. */
@Injectable()
export class PartialCredentials {
  constructor(private readonly credentials: CredentialsRepository) {}

  /**
   * What the body's credential does not name is taken from the stored one; null removes. A credential of another
   * type has nothing of it, and neither has the place of a shared one.
   */
  async complete(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: ConnectionRow,
    body: JsonObject,
  ): Promise<CompleteBody> {
    const credential = ownValue(body, 'credential');
    const patch = isJsonObject(credential) ? ownValue(credential, 'payload') : undefined;
    const stored =
      row.credentialId === null ? null : await this.credentials.find(tx, scope, row.credentialId);
    if (!isJsonObject(credential) || !isJsonObject(patch) || !stored?.inline) return { body, kept: [] };
    if (stored.type !== credential['type']) return { body, kept: [] };
    const { secretFields, serverFields } = credentialType(stored.type)!;
    const opened = openCredential(vault, stored, await this.credentials.sealedVersion(tx, scope, stored));
    const own = Object.entries(opened).filter(([name]) => !serverFields.includes(name));
    const keepsSecret = own.some(
      ([name]) => (secretFields === 'all' || secretFields.includes(name)) && !Object.hasOwn(patch, name),
    );
    const destinations = keepsSecret ? await this.credentials.destinations(tx, scope, stored) : [];
    return {
      body: { ...body, credential: { ...credential, payload: { ...Object.fromEntries(own), ...patch } } },
      kept: keepsSecret ? [{ path: 'credential', destinations }] : [],
    };
  }
}
