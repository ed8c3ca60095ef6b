import { Injectable } from '@nestjs/common';
import { type Destination, formatDestination, permitsDestination } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import { invalid, invalidField } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { FileDestinationsRepository } from './file-destinations.repository.js';
import { MAX_FILE_BYTES } from './file-limits.js';
import { checkFilePath } from './file-path.js';
import { FileReader } from './file-reader.js';
import type { FileRow } from './file-row.js';
import { FilesRepository } from './files.repository.js';

/** What a file is read for. */
export interface FileUse {
  /** The member of the body that names it; `path` when absent. */
  readonly field?: string;
  /** Where its content would travel; absent where nobody knows yet. */
  readonly destination?: Destination;
}

/**
 * Reads files as secrets: key files, certificates, keytabs. What is stored goes where it was approved for. Who
 * uploaded what the file holds now knows it, and so may send it anywhere, as may a tenant_admin.
 */
@Injectable()
export class FileSecrets {
  constructor(
    private readonly database: TenantDatabase,
    private readonly files: FilesRepository,
    private readonly destinations: FileDestinationsRepository,
    private readonly reader: FileReader,
    private readonly vault: Vault,
  ) {}

  /** See `FilesService.read`. */
  async read(scope: Scope, path: string, { field = 'path', destination }: FileUse): Promise<Buffer> {
    const errors = checkFilePath(field, path);
    if (errors.length > 0) throw invalid(errors);
    const vault = await this.vault.forTenant(scope);
    const row = await this.database.transaction(scope, async (tx) => {
      const found = await this.files.resolve(tx, scope, scope.projectId ?? null, path);
      if (!found) throw invalidField(field, 'exists', 'There is no such file here.', 'file_not_found');
      if (found.size > MAX_FILE_BYTES) {
        const message = `${field} must name a file of ${MAX_FILE_BYTES} bytes at most.`;
        throw invalidField(field, 'max_bytes', message);
      }
      await this.approve(tx, scope, found, field, destination);
      return found;
    });
    const parts: Buffer[] = [];
    for await (const part of this.reader.readable(scope, vault, row).content()) parts.push(part);
    return Buffer.concat(parts);
  }

  private async approve(
    tx: Transaction,
    scope: Scope,
    row: FileRow,
    field: string,
    destination: Destination | undefined,
  ): Promise<void> {
    if (destination) {
      const approved = await this.destinations.of(tx, scope, row.id);
      if (approved.some((known) => permitsDestination(known, destination))) return;
    }
    if (!knows(scope, row)) {
      const message = `${field} names a file that was not approved for this destination: upload it again, or ask a tenant_admin.`;
      throw invalidField(field, 'secret_reentry_required', message, 'secret_reentry_required');
    }
    if (destination) await this.destinations.approve(tx, scope, row.id, formatDestination(destination));
  }
}

function knows({ principal, permissions }: Scope, { uploadedByKind, uploadedById }: FileRow): boolean {
  return (
    permissions.has('global:write') || (principal.kind === uploadedByKind && principal.id === uploadedById)
  );
}
