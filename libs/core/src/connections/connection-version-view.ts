import type { JsonObject } from '#connector-sdk';
import { changedMembers } from './changed-members.js';
import type { OwnScope } from './connection.entity.js';
import type { ConnectionVersionRow } from './connection-versions.repository.js';

/** A version of a connection as it is answered: who made it, when, and what it changed. */
export interface ConnectionVersionView {
  readonly version: number;
  /** True for the version that the connection has now. */
  readonly current: boolean;
  readonly changed_by: string;
  readonly changed_at: string;
  /** Paths of what differs from the version before; null for the first. */
  readonly changed: string[] | null;
  readonly name: string;
  readonly type: string;
  readonly project_id: number;
  readonly scope: OwnScope;
  readonly payload: JsonObject;
  readonly db_type: string | null;
  readonly transport: JsonObject | null;
  readonly credential_id: number | null;
  /** By path, which version of each secret belonged to it. */
  readonly secret_versions: Readonly<Record<string, number>>;
}

/** @param before - the version before it, where there is one */
export function connectionVersionView(
  row: ConnectionVersionRow,
  before: ConnectionVersionRow | undefined,
): ConnectionVersionView {
  const { credentialSecretVersion } = row;
  return {
    version: row.version,
    current: row.current,
    changed_by: row.changedBy,
    changed_at: row.changedAt,
    changed: before ? changedMembers(before, row) : null,
    name: row.name,
    type: row.type,
    project_id: row.projectId ?? 0,
    scope: row.projectId === null ? 'GLOBAL' : 'PROJECT',
    payload: row.payload,
    db_type: row.dbType,
    transport: row.transport,
    credential_id: row.credentialId,
    secret_versions: {
      ...row.secretVersions,
      ...(credentialSecretVersion === null ? {} : { credential: credentialSecretVersion }),
    },
  };
}
