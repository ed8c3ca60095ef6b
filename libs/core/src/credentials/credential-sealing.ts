import { type JsonObject, canonicalJson, credentialExpiry, credentialType } from '#connector-sdk';
import type { TenantVault } from '#platform/vault';
import type { CredentialEntity } from './credential.entity.js';

const ENTITY = 'credential';
const FIELD = 'payload';

/** A credential's payload, sealed for one version of one credential. */
export interface SealedCredential {
  readonly sealed: Buffer;
  readonly fingerprint: string;
  /** What the server adds to it, in the open; the fingerprint does not cover it. */
  readonly serverFields: JsonObject;
  /** When it stops being of use, as far as it says so; found out now, so that nobody has to open it for that. */
  readonly expiresAt: Date | null;
}

/**
 * Seals a payload for the given version of the given credential.
 *
 * @param serverFields - those of the version that it replaces, which are kept
 */
export function sealCredential(
  vault: TenantVault,
  credentialId: number,
  version: number,
  type: string,
  payload: JsonObject,
  serverFields: JsonObject = {},
): SealedCredential {
  const sealed = vault.seal(
    { entity: ENTITY, rowId: credentialId, field: FIELD, version },
    canonicalJson(payload),
  );
  return {
    sealed,
    fingerprint: credentialFingerprint(vault, credentialId, type, payload),
    serverFields: credentialType(type)!.makeServerFields(payload, serverFields),
    expiresAt: credentialExpiry(type, payload),
  };
}

/** Tells whether a payload is the stored one, without opening what is stored. */
export function credentialFingerprint(
  vault: TenantVault,
  credentialId: number,
  type: string,
  payload: JsonObject,
): string {
  return vault.fingerprint(
    { entity: ENTITY, rowId: credentialId, field: FIELD },
    canonicalJson({ type, payload }),
  );
}

/**
 * Opens the current version of a credential, with what the server adds to it.
 *
 * @throws DomainError `internal` when the text does not belong there
 */
export function openCredential(
  vault: TenantVault,
  credential: Pick<CredentialEntity, 'id' | 'secretVersion' | 'serverFields'>,
  sealed: Buffer,
): JsonObject {
  const { id: rowId, secretVersion: version, serverFields } = credential;
  const text = vault.open({ entity: ENTITY, rowId, field: FIELD, version }, sealed);
  return { ...(JSON.parse(text) as JsonObject), ...serverFields };
}
