import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { ConnectionEntity } from './connection.entity.js';
import { onlyVisible } from './connections.repository.js';

/** Connections that are deleted and can still be restored. */
@Injectable()
export class DeletedConnectionsRepository {
  async lock(tx: Transaction, scope: Scope, id: number): Promise<ConnectionEntity | null> {
    const row = await tx.manager
      .createQueryBuilder(ConnectionEntity, 'c')
      .setLock('pessimistic_write')
      .where('c.tenant_id = :tenantId and c.id = :id and c.deleted_at is not null', {
        tenantId: scope.tenantId,
        id,
      })
      .getOne();
    return row && onlyVisible(scope, row) ? row : null;
  }

  /** Hides the connection from now on. Answers when it will be erased. */
  async hide(tx: Transaction, scope: Scope, id: number, days: number): Promise<string> {
    const [rows] = await tx.query<{ at: Date }[]>(
      `update connections set deleted_at = now(), deleted_by = $3, purge_at = now() + make_interval(days => $4)
       where tenant_id = $1 and id = $2 returning purge_at as at`,
      [scope.tenantId, id, scope.principal.name, days],
    );
    return rows![0]!.at.toISOString();
  }

  /** Erases those whose time is over; answers how many there were. */
  async purge(tx: Transaction, scope: Scope): Promise<number> {
    const gone = await tx.run({
      name: 'deleted_connections_purge',
      text: `delete from connections where tenant_id = $1 and deleted_at is not null and purge_at <= now() returning 1`,
      values: [scope.tenantId],
    });
    return gone.length;
  }
}
