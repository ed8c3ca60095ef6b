import type { JsonObject } from '#connector-sdk';
import type { ConnectionEntity, OwnScope } from './connection.entity.js';

/** A connection as it is answered. It is built member by member: what is not named here never leaves. */
export interface ConnectionView {
  readonly id: number;
  /** 0 for a GLOBAL connection. */
  readonly project_id: number;
  readonly name: string;
  readonly scope: OwnScope;
  readonly created_by: string;
  readonly created_at: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly db_type: string | null;
  readonly transport: JsonObject | null;
  readonly credential_id: number | null;
  readonly updated_by: string;
  readonly updated_at: string;
  readonly version: number;
}

/** The members that a client may send back unchanged, and that only the server sets. */
export const READ_ONLY_MEMBERS = [
  'id',
  'project_id',
  'scope',
  'created_by',
  'created_at',
  'db_type',
  'credential_id',
  'updated_by',
  'updated_at',
  'version',
] as const satisfies readonly (keyof ConnectionView)[];

/** The members that a client sets. */
export const WRITABLE_MEMBERS = ['name', 'type', 'payload', 'transport', 'credential'] as const;

export function connectionView(row: ConnectionEntity): ConnectionView {
  return {
    id: row.id,
    project_id: row.projectId ?? 0,
    name: row.name,
    scope: row.scope,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    type: row.type,
    payload: row.payload,
    db_type: row.dbType,
    transport: row.transport,
    credential_id: row.credentialId,
    updated_by: row.updatedBy,
    updated_at: row.updatedAt.toISOString(),
    version: row.version,
  };
}
