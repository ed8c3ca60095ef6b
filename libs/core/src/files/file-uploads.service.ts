import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { DomainError, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { requireWriteIn } from '../access/scope-rules.js';
import { CredentialUsageRepository } from '../credentials/credential-usage.repository.js';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { giveQuota, requireRoom, takeQuota } from '../quotas/take-quota.js';
import { settingsOf } from '../settings/tenant-settings.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { FileContentsRepository } from './file-contents.repository.js';
import { mebibytesOf } from './file-limits.js';
import { requireFilePath } from './file-path.js';
import type { FileRow } from './file-row.js';
import { type FileManifest, openManifest, sealChunk, sealManifest } from './file-sealing.js';
import { FileUsageRepository } from './file-usage.repository.js';
import { type FileView, auditedFile, fileUsage, fileView } from './file-view.js';
import { FileAppeared, FilesRepository } from './files.repository.js';
import { type ReadContent, type Upload, readUpload } from './read-upload.js';

/** What an upload came to. */
export interface UploadedFileView {
  readonly created: boolean;
  readonly file: FileView;
}

/** Stores files: sealed part by part while they arrive, and there for everybody at once when all of them did. */
@Injectable()
export class FileUploadsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly files: FilesRepository,
    private readonly contents: FileContentsRepository,
    private readonly usage: FileUsageRepository,
    private readonly credentials: CredentialUsageRepository,
    private readonly leases: LeaseMarks,
    private readonly projects: ProjectsRepository,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * Stores a file, in the place of the one that has its path; the same content again is no new version.
   *
   * @throws DomainError `malformed` for the path, `forbidden`, `not_found` for the project, `precondition_failed`,
   *   `precondition_required`, `too_large`, `invalid` for an empty one, `conflict`/`quota_exceeded`; then nothing of
   *   it is stored
   */
  async put(
    scope: Scope,
    path: string,
    upload: Upload,
    precondition: Precondition,
  ): Promise<UploadedFileView> {
    requireFilePath(path);
    requireWriteIn(scope, scope.projectId ?? null);
    const vault = await this.vault.forTenant(scope);
    // Before anything is read of it: who may not store it need not send it.
    const contentId = await this.database.transaction(scope, async (tx) => {
      await this.requireProject(tx, scope);
      const row = await this.files.byPath(tx, scope, path);
      requireExpected(scope, row, precondition);
      await requireRoomFor(tx, scope, row, upload.announced ?? 0);
      return this.contents.begin(tx, scope);
    });
    try {
      const read = await readUpload(upload, this.registry, (number, last, bytes) =>
        this.database.transaction(scope, (tx) =>
          this.contents.addChunk(
            tx,
            scope,
            contentId,
            number,
            sealChunk(vault, contentId, number, last, bytes),
          ),
        ),
      );
      const stored = await this.finish(scope, vault, path, { contentId, ...read }, precondition);
      if (stored.unchanged) await this.discard(scope, contentId);
      return stored;
    } catch (error) {
      await this.discard(scope, contentId).catch(() => undefined);
      throw error;
    }
  }

  private async finish(
    scope: Scope,
    vault: TenantVault,
    path: string,
    content: FileManifest & ReadContent,
    precondition: Precondition,
  ): Promise<UploadedFileView & { readonly unchanged: boolean }> {
    const attempt = () =>
      this.database.transaction(scope, async (tx) => {
        const row = await this.files.lock(tx, scope, path);
        requireExpected(scope, row, precondition);
        if (!row) return this.create(tx, scope, vault, path, content);
        return this.replace(tx, scope, vault, row, content);
      });
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof FileAppeared)) throw error;
      return attempt();
    }
  }

  private async create(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    path: string,
    content: FileManifest & ReadContent,
  ) {
    const id = await this.files.nextId(tx);
    const row = await this.files.insert(tx, scope, path, columnsOf(vault, id, 1, content));
    await this.contents.give(tx, scope, id, content.contentId);
    const file = await this.view(tx, scope, row, content);
    await this.changeUsers(tx, scope, id);
    takeQuota(tx, scope, 'files');
    takeQuota(tx, scope, 'file_mebibytes', mebibytesOf(content.size));
    await recordAudit(tx, scope, { ...about('create', file), after: auditedFile(file) });
    return { created: true, unchanged: false, file };
  }

  private async replace(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: FileRow,
    content: FileManifest & ReadContent,
  ) {
    const manifest = openManifest(vault, row);
    const before = await this.view(tx, scope, row, manifest);
    if (manifest.digest === content.digest) {
      await this.files.broughtAgain(tx, scope, row.id);
      return { created: false, unchanged: true, file: before };
    }
    const next = await this.files.replace(tx, scope, columnsOf(vault, row.id, row.version + 1, content));
    await this.contents.give(tx, scope, row.id, content.contentId);
    const file = await this.view(tx, scope, next, content);
    await this.changeUsers(tx, scope, row.id);
    const more = mebibytesOf(content.size) - mebibytesOf(row.size);
    if (more > 0) takeQuota(tx, scope, 'file_mebibytes', more);
    if (more < 0) giveQuota(tx, scope, 'file_mebibytes', -more);
    const audited = { before: auditedFile(before), after: auditedFile(file) };
    await recordAudit(tx, scope, { ...about('update', file), ...audited });
    return { created: false, unchanged: false, file };
  }

  /** Connections that named it before there was one, or meant the GLOBAL one, are among them. */
  private async changeUsers(tx: Transaction, scope: Scope, fileId: number): Promise<void> {
    const users = await this.usage.lockUsersOf(tx, scope, fileId);
    if (users.length === 0) return;
    await this.credentials.changed(tx, scope, users);
    await this.leases.changed(tx, scope, { of: 'connections', ids: users.map(({ id }) => id) });
  }

  private async view(tx: Transaction, scope: Scope, row: FileRow, manifest: FileManifest): Promise<FileView> {
    return fileView(row, manifest, fileUsage(scope, await this.usage.usersOf(tx, scope, [row.id])));
  }

  private async requireProject(tx: Transaction, scope: Scope): Promise<void> {
    const { projectId } = scope;
    if (projectId != null && !(await this.projects.find(tx, scope, projectId))) throw notFound('project');
  }

  private async discard(scope: Scope, contentId: number): Promise<void> {
    await this.database.transaction(scope, (tx) => this.contents.discard(tx, scope, contentId));
  }
}

function columnsOf(vault: TenantVault, id: number, version: number, content: FileManifest & ReadContent) {
  const { contentId, chunks, size, digest, sourceType } = content;
  const manifest = sealManifest(vault, id, version, { contentId, chunks, size, digest });
  return { id, version, sourceType, size, manifest };
}

/** A condition is one on the file that is there: without one it fails, and a new file needs none. */
function requireExpected(scope: Scope, row: FileRow | null, precondition: Precondition): void {
  if (row && precondition === null && settingsOf(scope).require_if_match) {
    const message = 'This tenant wants If-Match with the version that the change is meant for.';
    throw new DomainError('precondition_required', 'precondition_required', message);
  }
  if (row) return requireVersion(precondition, row.version);
  if (precondition === null) return;
  throw new DomainError('precondition_failed', 'version_mismatch', 'There is no file of this path.');
}

async function requireRoomFor(
  tx: Transaction,
  scope: Scope,
  row: FileRow | null,
  bytes: number,
): Promise<void> {
  if (!row) await requireRoom(tx, scope, 'files', 1);
  const more = mebibytesOf(bytes) - (row ? mebibytesOf(row.size) : 0);
  if (more > 0) await requireRoom(tx, scope, 'file_mebibytes', more);
}

export function about(verb: string, view: Pick<FileView, 'path' | 'project_id'>) {
  const projectId = view.project_id === 0 ? null : view.project_id;
  return { action: `file.${verb}`, entity: 'file', entityId: view.path, projectId };
}
