import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { requireWriteIn } from '../access/scope-rules.js';
import { readCursor, writeCursor } from '../paging/cursor.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { giveQuota } from '../quotas/take-quota.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { mebibytesOf } from './file-limits.js';
import { requireFilePath } from './file-path.js';
import { FileSecrets, type FileUse } from './file-secrets.js';
import type { FileRow } from './file-row.js';
import { openManifest } from './file-sealing.js';
import { about } from './file-uploads.service.js';
import { FileUsageRepository } from './file-usage.repository.js';
import { type FileView, auditedFile, fileUsage, fileView } from './file-view.js';
import { FilesRepository } from './files.repository.js';

export interface FileListRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface FilePage {
  readonly items: FileView[];
  /** The cursor of the next page, or null on the last. */
  readonly next: string | null;
}

/** The upload area: what files there are, never what is in them. */
@Injectable()
export class FilesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly files: FilesRepository,
    private readonly usage: FileUsageRepository,
    private readonly projects: ProjectsRepository,
    private readonly secrets: FileSecrets,
    private readonly vault: Vault,
  ) {}

  /** @throws DomainError `malformed` for a foreign cursor, `not_found` for the project */
  async list(scope: Scope, request: FileListRequest): Promise<FilePage> {
    const vault = await this.vault.forTenant(scope);
    const list = JSON.stringify(['files', scope.projectId ?? 0]);
    const after =
      request.cursor === undefined ? 0 : readCursor<{ id: number }>(vault, list, request.cursor).id;
    return this.database.transaction(scope, async (tx) => {
      await this.requireProject(tx, scope);
      const rows = await this.files.list(tx, scope, after, request.limit);
      const page = rows.slice(0, request.limit);
      const more = rows.length > page.length;
      return {
        items: await this.views(tx, scope, page),
        next: more ? writeCursor(vault, list, { id: page.at(-1)!.id }) : null,
      };
    });
  }

  /** @throws DomainError `malformed` for the path, `not_found` */
  async get(scope: Scope, path: string): Promise<FileView> {
    requireFilePath(path);
    return this.database.transaction(scope, async (tx) => {
      const row = await this.files.byPath(tx, scope, path);
      if (!row) throw notFound('file');
      return (await this.views(tx, scope, [row]))[0]!;
    });
  }

  /**
   * Destroys a file; refused while a connection names it.
   *
   * @throws DomainError `malformed` for the path, `not_found`, `forbidden`, `precondition_failed`,
   *   `conflict`/`file_in_use`
   */
  async remove(scope: Scope, path: string, precondition: Precondition): Promise<void> {
    requireFilePath(path);
    await this.database.transaction(scope, async (tx) => {
      const row = await this.files.lock(tx, scope, path);
      if (!row) throw notFound('file');
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      const usage = fileUsage(scope, await this.usage.usersOf(tx, scope, [row.id]));
      const count = usage.connections.length + usage.hidden;
      if (count > 0) throw conflict('file_in_use', `Connections that use this file: ${count}.`, { ...usage });
      const [before] = await this.views(tx, scope, [row]);
      await this.files.remove(tx, scope, row.id);
      giveQuota(tx, scope, 'files');
      giveQuota(tx, scope, 'file_mebibytes', mebibytesOf(row.size));
      await recordAudit(tx, scope, { ...about('delete', before!), before: auditedFile(before!) });
    });
  }

  /**
   * What is in a key file, certificate or keytab, for whoever makes a credential or a transport of it: it never becomes
   * an answer. A scope of a project finds the project's file, or else the GLOBAL one.
   *
   * @param use - the member that names it, for errors; and where its content will travel, as of
   *   `Connector.secretDestinations`. Without a destination, only who may send it anywhere reads it.
   * @throws DomainError `invalid` that names the member: for the path, `file_not_found`, for a file over 5 MiB, and
   *   `secret_reentry_required` for a destination that nobody approved, unless the caller uploaded what the file holds
   *   now or is a tenant_admin, which approves it
   */
  async read(scope: Scope, path: string, use: FileUse = {}): Promise<Buffer> {
    return this.secrets.read(scope, path, use);
  }

  private async views(tx: Transaction, scope: Scope, rows: readonly FileRow[]): Promise<FileView[]> {
    const vault = await this.vault.forTenant(scope);
    const ids = rows.map(({ id }) => id);
    const users = ids.length === 0 ? [] : await this.usage.usersOf(tx, scope, ids);
    return rows.map((row) => {
      const own = users.filter(({ fileId }) => fileId === row.id);
      return fileView(row, openManifest(vault, row), fileUsage(scope, own));
    });
  }

  private async requireProject(tx: Transaction, scope: Scope): Promise<void> {
    const { projectId } = scope;
    if (projectId != null && !(await this.projects.find(tx, scope, projectId))) throw notFound('project');
  }
}
