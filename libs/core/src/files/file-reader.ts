import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Connector, type JsonObject, textOf } from '#connector-sdk';
import { TenantDatabase } from '#platform/database';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { FileContentsRepository } from './file-contents.repository.js';
import type { FileRow } from './file-row.js';
import { type FileManifest, openChunk, openManifest } from './file-sealing.js';
import { FilesRepository } from './files.repository.js';

/** A stored file that can be read: whoever gets one decides who may see it. */
export interface ReadableFile {
  readonly path: string;
  readonly version: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
  /**
   * The bytes of this version, in parts; a part is opened when it is asked for.
   *
   * @throws DomainError `unavailable`/`file_replaced` when another version took its place meanwhile; `internal` when
   *   what is stored is not what was uploaded
   */
  content(): AsyncIterable<Buffer>;
}

/** Opens what is in files, part by part. */
@Injectable()
export class FileReader {
  constructor(
    private readonly database: TenantDatabase,
    private readonly files: FilesRepository,
    private readonly contents: FileContentsRepository,
    private readonly vault: Vault,
  ) {}

  /**
   * The files that a connection names, under the rule that goes for its project; those that there are.
   *
   * @param projectId - of the connection; null for GLOBAL
   */
  async namedBy(
    scope: Scope,
    projectId: number | null,
    connector: Connector,
    payload: JsonObject,
  ): Promise<ReadableFile[]> {
    const paths = connector.fileFields.flatMap((field) => textOf(payload, field) ?? []);
    if (paths.length === 0) return [];
    const vault = await this.vault.forTenant(scope);
    const rows = await this.database.transaction(scope, (tx) =>
      Promise.all(paths.map((path) => this.files.resolve(tx, scope, projectId, path))),
    );
    return rows.flatMap((row) => (row ? [this.readable(scope, vault, row)] : []));
  }

  /** A file whose row was found. */
  readable(scope: Scope, vault: TenantVault, row: FileRow): ReadableFile {
    const manifest = openManifest(vault, row);
    const { path, version } = row;
    const { size, digest } = manifest;
    return { path, version, size, digest, content: () => this.open(scope, vault, manifest) };
  }

  private async *open(scope: Scope, vault: TenantVault, manifest: FileManifest): AsyncGenerator<Buffer> {
    const { contentId, chunks, digest } = manifest;
    const hash = createHash('sha256');
    for (let number = 1; number <= chunks; number += 1) {
      const sealed = await this.database.transaction(scope, (tx) =>
        this.contents.chunk(tx, scope, contentId, number),
      );
      if (!sealed) throw replaced();
      const bytes = openChunk(vault, manifest, number, sealed);
      hash.update(bytes);
      yield bytes;
    }
    if (hash.digest('hex') === digest) return;
    throw new DomainError('internal', 'file_unreadable', 'A stored file is not what was uploaded.');
  }
}

function replaced(): DomainError {
  const message = 'A file was replaced while it was read; try again.';
  return new DomainError('unavailable', 'file_replaced', message, { retryAfter: 1 });
}
