import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { FileReader, type ReadableFile } from '../files/file-reader.js';
import { MAX_FILE_BYTES } from '../files/file-limits.js';
import type { LeaseSource } from './lease-source.repository.js';
import { type LeasedFile, type OpenedLease, openLease } from './open-lease.js';

/** Opens what was leased, once the lease and its event are written. */
@Injectable()
export class LeaseOpener {
  constructor(
    private readonly files: FileReader,
    private readonly vault: Vault,
    private readonly registry: ConnectorRegistry,
  ) {}

  /** @throws DomainError `internal` when a secret does not belong there; `unavailable`/`file_replaced` */
  async open(scope: Scope, source: LeaseSource, leaseId: number, expiresAt: string): Promise<OpenedLease> {
    const lease = openLease(await this.vault.forTenant(scope), source, leaseId, expiresAt);
    const connector = this.registry.get(source.type);
    if (!connector || connector.fileFields.length === 0) return lease;
    const named = await this.files.namedBy(scope, source.projectId, connector, source.payload);
    return { ...lease, files: await Promise.all(named.map(leasedFile)) };
  }
}

async function leasedFile({ path, version, size, digest, content }: ReadableFile): Promise<LeasedFile> {
  const head = { path, version, size, digest };
  if (size > MAX_FILE_BYTES) return { ...head, content: null };
  const parts: Buffer[] = [];
  for await (const part of content()) parts.push(part);
  return { ...head, content: Buffer.concat(parts).toString('base64') };
}
