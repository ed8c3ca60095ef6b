import { Injectable } from '@nestjs/common';
import type { KnownHostKey } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type KnownHostOrigin, SshKnownHostEntity } from './ssh-known-host.entity.js';

/** The SSH host keys that a tenant knows; every change of them is audited where it is made. */
@Injectable()
export class KnownHostsRepository {
  async list(tx: Transaction, scope: Scope): Promise<SshKnownHostEntity[]> {
    return tx.manager.find(SshKnownHostEntity, {
      where: { tenantId: scope.tenantId },
      order: { host: 'ASC', port: 'ASC' },
    });
  }

  /** Locks the entry of one server. */
  async lock(tx: Transaction, scope: Scope, host: string, port: number): Promise<SshKnownHostEntity | null> {
    return tx.manager.findOne(SshKnownHostEntity, {
      where: { tenantId: scope.tenantId, host, port },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Adds a key on its first use; one that is known by then stays as it is. */
  async learn(tx: Transaction, scope: Scope, key: KnownHostKey): Promise<void> {
    const added = await tx.query<{ host: string }>(
      `insert into ssh_known_hosts (tenant_id, host, port, key_type, fingerprint, origin, created_by)
       values ($1, $2, $3, $4, $5, 'first_use', $6) on conflict do nothing returning host`,
      [scope.tenantId, key.host, key.port, key.keyType, key.fingerprint, scope.principal.name],
    );
    if (added.length === 0) return;
    await recordAudit(tx, scope, {
      action: 'ssh_known_host.learn',
      entity: 'ssh_known_host',
      entityId: `${key.host}:${key.port}`,
      after: { ...key, origin: 'first_use' satisfies KnownHostOrigin },
    });
  }

  async put(tx: Transaction, scope: Scope, key: KnownHostKey): Promise<void> {
    await tx.query(
      `insert into ssh_known_hosts (tenant_id, host, port, key_type, fingerprint, origin, created_by)
       values ($1, $2, $3, $4, $5, 'approved', $6)
       on conflict (tenant_id, host, port) do update
         set key_type = excluded.key_type, fingerprint = excluded.fingerprint, origin = excluded.origin,
             created_by = excluded.created_by, created_at = now()`,
      [scope.tenantId, key.host, key.port, key.keyType, key.fingerprint, scope.principal.name],
    );
  }

  async remove(tx: Transaction, scope: Scope, host: string, port: number): Promise<void> {
    await tx.manager.delete(SshKnownHostEntity, { tenantId: scope.tenantId, host, port });
  }
}
