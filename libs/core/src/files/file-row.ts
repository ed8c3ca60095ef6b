import type { OwnScope } from '../connections/connection.entity.js';

/** A stored file without its content. */
export interface FileRow {
  readonly id: number;
  /** Null for a GLOBAL file. */
  readonly projectId: number | null;
  readonly scope: OwnScope;
  readonly path: string;
  /** Of the source that it holds as a whole; null for any other file. */
  readonly sourceType: string | null;
  /** Bytes. */
  readonly size: number;
  readonly manifest: Buffer;
  readonly version: number;
  /** Who brought the content that it has now. */
  readonly uploadedByKind: string;
  readonly uploadedById: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

/** The members of {@link FileRow}, in SQL. */
export const FILE_COLUMNS = `f.id, f.project_id as "projectId", f.scope, f.path, f.source_type as "sourceType", f.size,
  f.manifest, f.version, f.uploaded_by_kind as "uploadedByKind", f.uploaded_by_id as "uploadedById",
  f.created_by as "createdBy", f.created_at as "createdAt", f.updated_by as "updatedBy", f.updated_at as "updatedAt"`;
