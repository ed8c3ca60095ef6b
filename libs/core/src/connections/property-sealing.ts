import type { TenantVault } from '#platform/vault';
import { type Destination, formatDestination } from '#connector-sdk';
import type { NewConnectionSecret } from './connections.repository.js';

const ENTITY = 'connection';

/** Seals one property of one connection. */
export function sealProperty(
  vault: TenantVault,
  connectionId: number,
  path: string,
  secretVersion: number,
  value: string,
  destination: Destination,
): NewConnectionSecret {
  return {
    path,
    secretVersion,
    sealed: vault.seal({ entity: ENTITY, rowId: connectionId, field: path, version: secretVersion }, value),
    fingerprint: propertyFingerprint(vault, connectionId, path, value),
    destination: formatDestination(destination),
  };
}

/** Tells whether a value is the stored one, without opening what is stored. */
export function propertyFingerprint(
  vault: TenantVault,
  connectionId: number,
  path: string,
  value: string,
): string {
  return vault.fingerprint({ entity: ENTITY, rowId: connectionId, field: path }, value);
}

/** Opens one sealed property. @throws DomainError `internal` when it does not belong there */
export function openProperty(
  vault: TenantVault,
  connectionId: number,
  secret: { readonly path: string; readonly secretVersion: number; readonly sealed: Buffer },
): string {
  const { path: field, secretVersion: version } = secret;
  return vault.open({ entity: ENTITY, rowId: connectionId, field, version }, secret.sealed);
}
