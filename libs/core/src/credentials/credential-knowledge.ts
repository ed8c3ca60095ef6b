import { type JsonObject, credentialType } from '#connector-sdk';
import { invalidField } from '#platform/errors';
import type { TenantVault } from '#platform/vault';
import { credentialFingerprint } from './credential-sealing.js';
import type { CredentialEntity } from './credential.entity.js';

/**
 * Whoever sends the stored secret knows it already, and may say where it goes.
 *
 * @returns the payload as it is stored
 * @throws DomainError `invalid`/`secret_reentry_required` for any other payload
 */
export function requireKnowledge(
  vault: TenantVault,
  credential: CredentialEntity,
  payload: JsonObject | string,
): JsonObject {
  const type = credentialType(credential.type)!;
  const normalised = type.normalise(payload);
  const fingerprint = credentialFingerprint(vault, credential.id, credential.type, normalised);
  if (fingerprint === credential.fingerprint) return normalised;
  const message = 'credential.payload is not the stored secret of this credential.';
  throw invalidField('credential.payload', 'secret_mismatch', message, 'secret_reentry_required');
}
