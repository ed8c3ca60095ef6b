import { type JsonObject, joinSecrets } from '#connector-sdk';
import type { TenantVault } from '#platform/vault';
import type { OwnScope } from '../connections/connection.entity.js';
import { openProperty } from '../connections/property-sealing.js';
import { openCredential } from '../credentials/credential-sealing.js';
import { ENTITY_TAG } from '../versioning/entity-tag.js';
import type { LeaseSource } from './lease-source.repository.js';
import { leaseTag } from './lease-tag.js';

/** A file that the connection names. */
export interface LeasedFile {
  readonly path: string;
  readonly version: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
  /** Base64; null for a file over 5 MiB. */
  readonly content: string | null;
}

/** The one answer that holds secrets: the connection as a driver needs it. */
export interface OpenedLease {
  readonly lease_id: number;
  readonly expires_at: string;
  readonly type: string;
  readonly db_type: string | null;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly credential: { readonly type: string; readonly payload: JsonObject } | null;
  /** Of the connection. */
  readonly version: number;
  readonly resolved_from: OwnScope;
  /** Where a source of this type is made of files: those that there are. */
  readonly files?: readonly LeasedFile[];
  readonly [ENTITY_TAG]: string;
}

/**
 * Opens every secret of a connection and puts it back in its place.
 *
 * @throws DomainError `internal` when a secret does not belong there
 */
export function openLease(
  vault: TenantVault,
  source: LeaseSource,
  leaseId: number,
  expiresAt: string,
): OpenedLease {
  const secrets = Object.fromEntries(
    (source.properties ?? []).map(({ path, secretVersion, sealed }) => [
      path,
      openProperty(vault, source.id, { path, secretVersion, sealed: Buffer.from(sealed, 'base64') }),
    ]),
  );
  return {
    lease_id: leaseId,
    expires_at: expiresAt,
    type: source.type,
    db_type: source.dbType,
    payload: joinSecrets(source.payload, secrets, 'payload'),
    transport: source.transport && joinSecrets(source.transport, secrets, 'transport'),
    credential: openedCredential(vault, source),
    version: source.version,
    resolved_from: source.scope,
    [ENTITY_TAG]: leaseTag(source),
  };
}

function openedCredential(vault: TenantVault, source: LeaseSource): OpenedLease['credential'] {
  const { credentialId: id, credentialType: type, secretVersion, serverFields, sealed } = source;
  if (id === null || type === null || serverFields === null || sealed === null) return null;
  return { type, payload: openCredential(vault, { id, secretVersion, serverFields }, sealed) };
}
