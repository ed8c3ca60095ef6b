import { Injectable } from '@nestjs/common';
import { type Transaction, violates } from '#platform/database';
import { notFound } from '#platform/errors';
import { type Scope, seesProject } from '#platform/scope';
import { FILE_COLUMNS, type FileRow } from './file-row.js';

/** What is written of a new content of a file. */
export type NewFileContent = Pick<FileRow, 'id' | 'version' | 'sourceType' | 'size' | 'manifest'>;

/** Two wrote a new file of one path at once; the second one finds it there when it tries again. */
export class FileAppeared extends Error {}

/** The files of a tenant, without what is in them. */
@Injectable()
export class FilesRepository {
  /** The id of a new file: its manifest is bound to it. */
  async nextId(tx: Transaction): Promise<number> {
    const [row] = await tx.run<{ id: number }>({
      name: 'file_next_id',
      text: `select nextval(pg_get_serial_sequence('files', 'id')) as id`,
      values: [],
    });
    return row!.id;
  }

  /** The file of exactly this path: of the scope's project, or the GLOBAL one where it names none. */
  async byPath(tx: Transaction, scope: Scope, path: string): Promise<FileRow | null> {
    return this.at(tx, scope, path, '');
  }

  /** The same, locked. */
  async lock(tx: Transaction, scope: Scope, path: string): Promise<FileRow | null> {
    return this.at(tx, scope, path, 'for update');
  }

  /**
   * What goes by this path for a connection: the file of its project, or else the GLOBAL one.
   *
   * @param projectId - null for a GLOBAL connection, which has GLOBAL files alone
   */
  async resolve(
    tx: Transaction,
    scope: Scope,
    projectId: number | null,
    path: string,
  ): Promise<FileRow | null> {
    const [row] = await tx.run<FileRow>({
      name: 'file_resolve',
      text: `select ${FILE_COLUMNS} from files f
        where f.tenant_id = $1 and coalesce(f.project_id, 0) in (0, $2) and f.path = $3 collate "C"
        order by f.project_id nulls last limit 1`,
      values: [scope.tenantId, projectId ?? 0, path],
    });
    return row ?? null;
  }

  /** Files of the scope's project, or the GLOBAL ones and those of every visible project; by id. */
  async list(tx: Transaction, scope: Scope, afterId: number, limit: number): Promise<FileRow[]> {
    const { projectId, projects } = scope;
    const [kind, place] =
      projectId === undefined
        ? ['visible', '(f.project_id is null or $2::bigint[] is null or f.project_id = any($2::bigint[]))']
        : ['own', 'coalesce(f.project_id, 0) = $2::bigint'];
    const visible = projects === 'all' ? null : [...projects];
    return tx.run<FileRow>({
      name: `files_list_${kind}`,
      text: `select ${FILE_COLUMNS} from files f
        where f.tenant_id = $1 and ${place} and f.id > $3 order by f.id limit $4`,
      values: [scope.tenantId, projectId === undefined ? visible : (projectId ?? 0), afterId, limit + 1],
    });
  }

  /** @throws FileAppeared when the path is taken meanwhile; DomainError `not_found` when the project is gone */
  async insert(tx: Transaction, scope: Scope, path: string, content: NewFileContent): Promise<FileRow> {
    const { principal } = scope;
    try {
      const rows = await tx.run<FileRow>({
        name: 'file_insert',
        text: `insert into files as f (tenant_id, id, project_id, path, source_type, size, manifest,
            uploaded_by_kind, uploaded_by_id, created_by, updated_by)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning ${FILE_COLUMNS}`,
        values: [
          scope.tenantId,
          content.id,
          scope.projectId ?? null,
          path,
          content.sourceType,
          content.size,
          content.manifest,
          principal.kind,
          principal.id,
          principal.name,
        ],
      });
      return rows[0]!;
    } catch (error) {
      if (violates(error, 'files_path')) throw new FileAppeared();
      if (violates(error, 'files_project')) throw notFound('project');
      throw error;
    }
  }

  async replace(tx: Transaction, scope: Scope, content: NewFileContent): Promise<FileRow> {
    const { principal } = scope;
    const [row] = await tx.run<FileRow>({
      name: 'file_replace',
      text: `with f as (
          update files set source_type = $3, size = $4, manifest = $5, version = $6,
            uploaded_by_kind = $7, uploaded_by_id = $8, updated_by = $9, updated_at = now()
          where tenant_id = $1 and id = $2 returning *)
        select ${FILE_COLUMNS} from f`,
      values: [
        scope.tenantId,
        content.id,
        content.sourceType,
        content.size,
        content.manifest,
        content.version,
        principal.kind,
        principal.id,
        principal.name,
      ],
    });
    return row!;
  }

  /** Writes down that the scope's principal has the content of the file, too. */
  async broughtAgain(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.run({
      name: 'file_brought_again',
      text: `update files set uploaded_by_kind = $3, uploaded_by_id = $4 where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id, scope.principal.kind, scope.principal.id],
    });
  }

  /** Deletes the file with its content. */
  async remove(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.run({
      name: 'file_remove',
      text: `delete from files where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id],
    });
  }

  private async at(tx: Transaction, scope: Scope, path: string, lock: string): Promise<FileRow | null> {
    const { tenantId, projectId } = scope;
    if (projectId != null && !seesProject(scope, projectId)) return null;
    const [row] = await tx.run<FileRow>({
      name: lock ? 'file_lock' : 'file_by_path',
      text: `select ${FILE_COLUMNS} from files f
        where f.tenant_id = $1 and coalesce(f.project_id, 0) = $2 and f.path = $3 collate "C" ${lock}`,
      values: [tenantId, projectId ?? 0, path],
    });
    return row ?? null;
  }
}
