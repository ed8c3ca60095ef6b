import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** What is in files, in sealed parts. A content that belongs to no file is one that is being uploaded. */
@Injectable()
export class FileContentsRepository {
  /** Begins a content; answers its id, which its parts are bound to. */
  async begin(tx: Transaction, scope: Scope): Promise<number> {
    const [row] = await tx.run<{ id: number }>({
      name: 'file_content_begin',
      text: 'insert into file_contents (tenant_id) values ($1) returning id',
      values: [scope.tenantId],
    });
    return row!.id;
  }

  async addChunk(
    tx: Transaction,
    scope: Scope,
    contentId: number,
    number: number,
    sealed: Buffer,
  ): Promise<void> {
    await tx.run({
      name: 'file_chunk_add',
      text: 'insert into file_chunks (tenant_id, content_id, number, sealed) values ($1, $2, $3, $4)',
      values: [scope.tenantId, contentId, number, sealed],
    });
  }

  /** Null when the content is gone. */
  async chunk(tx: Transaction, scope: Scope, contentId: number, number: number): Promise<Buffer | null> {
    const [row] = await tx.run<{ sealed: Buffer }>({
      name: 'file_chunk',
      text: 'select sealed from file_chunks where tenant_id = $1 and content_id = $2 and number = $3',
      values: [scope.tenantId, contentId, number],
    });
    return row?.sealed ?? null;
  }

  /** Gives the file this content in the place of any other, which is destroyed. */
  async give(tx: Transaction, scope: Scope, fileId: number, contentId: number): Promise<void> {
    const values = [scope.tenantId, fileId, contentId];
    await tx.run({
      name: 'file_content_replace',
      text: 'delete from file_contents where tenant_id = $1 and file_id = $2 and id <> $3',
      values,
    });
    await tx.run({
      name: 'file_content_give',
      text: 'update file_contents set file_id = $2 where tenant_id = $1 and id = $3',
      values,
    });
  }

  /** Destroys a content that belongs to no file. */
  async discard(tx: Transaction, scope: Scope, contentId: number): Promise<void> {
    await tx.run({
      name: 'file_content_discard',
      text: 'delete from file_contents where tenant_id = $1 and id = $2 and file_id is null',
      values: [scope.tenantId, contentId],
    });
  }

  /** Destroys contents whose upload began so long ago that it has failed; answers how many there were. */
  async purgeAbandoned(tx: Transaction, scope: Scope, seconds: number): Promise<number> {
    const gone = await tx.run({
      name: 'file_contents_purge',
      text: `delete from file_contents where tenant_id = $1 and file_id is null
        and started_at < now() - make_interval(secs => $2) returning 1`,
      values: [scope.tenantId, seconds],
    });
    return gone.length;
  }
}
