import { type JsonObject, canonicalJson } from '#connector-sdk';
import type { TenantVault } from '#platform/vault';

const ENTITY = 'credential';
const FIELD = 'payload';

/** A credential's payload, sealed for one version of one credential. */
export interface SealedCredential {
  readonly sealed: Buffer;
  readonly fingerprint: string;
}

/** Seals a payload for the given version of the given credential. */
export function sealCredential(
  vault: TenantVault,
  credentialId: number,
  version: number,
  type: string,
  payload: JsonObject,
): SealedCredential {
  const sealed = vault.seal(
    { entity: ENTITY, rowId: credentialId, field: FIELD, version },
    canonicalJson(payload),
  );
  return { sealed, fingerprint: credentialFingerprint(vault, credentialId, type, payload) };
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

/** Opens one version of a credential. @throws DomainError `internal` when it does not belong there */
export function openCredential(
  vault: TenantVault,
  credentialId: number,
  version: number,
  sealed: Buffer,
): JsonObject {
  const text = vault.open({ entity: ENTITY, rowId: credentialId, field: FIELD, version }, sealed);
  return JSON.parse(text) as JsonObject;
}
