import type { TenantVault } from '#platform/vault';

/** What a file is made of. It is sealed for one version of one file, and so names the one content that it has. */
export interface FileManifest {
  readonly contentId: number;
  readonly chunks: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** Seals a manifest for this version of this file. */
export function sealManifest(
  vault: TenantVault,
  fileId: number,
  version: number,
  manifest: FileManifest,
): Buffer {
  return vault.seal(manifestAt(fileId, version), JSON.stringify(manifest));
}

/** @throws DomainError `internal` when it does not belong there */
export function openManifest(
  vault: TenantVault,
  file: { readonly id: number; readonly version: number; readonly manifest: Buffer },
): FileManifest {
  return JSON.parse(vault.open(manifestAt(file.id, file.version), file.manifest)) as FileManifest;
}

/**
 * Seals one part of a content. It opens at its own place alone, and the last one says that it is the last: parts
 * can be neither swapped nor left out, nor taken from another content.
 *
 * @param number - counts from 1
 */
export function sealChunk(
  vault: TenantVault,
  contentId: number,
  number: number,
  last: boolean,
  bytes: Buffer,
): Buffer {
  return vault.sealBytes(chunkAt(contentId, number, last), bytes);
}

/** @throws DomainError `internal` for a part that does not belong there */
export function openChunk(
  vault: TenantVault,
  { contentId, chunks }: FileManifest,
  number: number,
  sealed: Buffer,
): Buffer {
  return vault.openBytes(chunkAt(contentId, number, number === chunks), sealed);
}

function manifestAt(rowId: number, version: number) {
  return { entity: 'file', rowId, field: 'manifest', version };
}

function chunkAt(rowId: number, number: number, last: boolean) {
  return { entity: 'file_content', rowId, field: last ? 'last chunk' : 'chunk', version: number };
}
