import type { JsonObject } from '#connector-sdk';
import type { CredentialEntity, OwnScope } from './credential.entity.js';

/** A credential as it is answered: what it is and whether it changed, never what it holds. */
export interface CredentialView {
  readonly id: number;
  /** Null for one that belongs to a single connection. */
  readonly name: string | null;
  readonly type: string;
  readonly scope: OwnScope;
  /** 0 for a GLOBAL credential. */
  readonly project_id: number;
  /** True while it belongs to one connection alone. */
  readonly inline: boolean;
  readonly version: number;
  /** A keyed digest of the secret: another value means another secret. */
  readonly fingerprint: string;
  /** What the server adds to it and its owner has to know, such as the external id of a role. */
  readonly server_fields: JsonObject;
  /** When it stops being of use, as far as the secret says so itself. */
  readonly expires_at: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
}

export function credentialView(row: CredentialEntity): CredentialView {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    scope: row.projectId === null ? 'GLOBAL' : 'PROJECT',
    project_id: row.projectId ?? 0,
    inline: row.inline,
    version: row.version,
    fingerprint: row.fingerprint,
    server_fields: row.serverFields,
    expires_at: row.expiresAt?.toISOString() ?? null,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_by: row.updatedBy,
    updated_at: row.updatedAt.toISOString(),
  };
}
