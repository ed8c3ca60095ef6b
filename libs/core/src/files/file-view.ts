import { type Scope, seesProject } from '#platform/scope';
import { isoTime } from '../connections/connection-columns.js';
import type { OwnScope } from '../connections/connection.entity.js';
import type { FileManifest } from './file-sealing.js';
import type { FileRow } from './file-row.js';
import type { FileUser } from './file-usage.repository.js';

/** A connection that uses a file. */
export interface FileUserView {
  readonly id: number;
  readonly name: string;
  readonly project_id: number;
}

/** A file as it is answered: all but what is in it. */
export interface FileView {
  readonly id: number;
  readonly path: string;
  readonly scope: OwnScope;
  /** 0 for a GLOBAL file. */
  readonly project_id: number;
  /** The type of the source that it holds as a whole; null for any other file. */
  readonly source_type: string | null;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly version: number;
  /** As far as the caller may see them. */
  readonly used_by: readonly FileUserView[];
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
}

/** Who uses a file: those that the caller sees, and how many there are besides. */
export interface FileUsage {
  readonly connections: readonly FileUserView[];
  readonly hidden: number;
}

export function fileView(row: FileRow, { digest }: FileManifest, usage: FileUsage): FileView {
  return {
    id: row.id,
    path: row.path,
    scope: row.scope,
    project_id: row.projectId ?? 0,
    source_type: row.sourceType,
    size: row.size,
    digest,
    version: row.version,
    used_by: usage.connections,
    created_by: row.createdBy,
    created_at: isoTime(row.createdAt),
    updated_by: row.updatedBy,
    updated_at: isoTime(row.updatedAt),
  };
}

/** What the audit trail keeps of a file: without its digest, by which a short content could be guessed. */
export function auditedFile({ path, scope, size, source_type, version }: FileView): object {
  return { path, scope, size, source_type, version };
}

export function fileUsage(scope: Scope, users: readonly FileUser[]): FileUsage {
  const seen = users.filter((user) => user.projectId === null || seesProject(scope, user.projectId));
  return {
    connections: seen.map(({ id, name, projectId }) => ({ id, name, project_id: projectId ?? 0 })),
    hidden: users.length - seen.length,
  };
}
