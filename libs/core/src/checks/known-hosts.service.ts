import { Injectable } from '@nestjs/common';
import { canonicalHost, hostKeyFingerprint, type KnownHostKey } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { KnownHostsRepository } from './known-hosts.repository.js';
import type { SshKnownHostEntity } from './ssh-known-host.entity.js';

/** The key of an SSH server, as it is answered. */
export interface KnownHostView {
  readonly host: string;
  readonly port: number;
  readonly key_type: string | null;
  readonly fingerprint: string;
  readonly origin: 'approved' | 'first_use';
  readonly created_by: string;
  readonly created_at: string;
}

/** The SSH host keys of a tenant, managed by those who answer for it. */
@Injectable()
export class KnownHostsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly hosts: KnownHostsRepository,
  ) {}

  async list(scope: Scope): Promise<KnownHostView[]> {
    const rows = await this.database.transaction(scope, (tx) => this.hosts.list(tx, scope));
    return rows.map(knownHostView);
  }

  /**
   * Approves a server's key, in place of any other.
   *
   * @param hostKey - a fingerprint or a public key line, found valid
   */
  async put(scope: Scope, host: string, port: number, hostKey: string): Promise<KnownHostView> {
    const key: KnownHostKey = {
      host: canonicalHost(host),
      port,
      keyType: hostKey.startsWith('SHA256:') ? null : (hostKey.split(' ')[0] ?? null),
      fingerprint: hostKeyFingerprint(hostKey),
    };
    return this.database.transaction(scope, async (tx) => {
      const before = await this.hosts.lock(tx, scope, key.host, port);
      await this.hosts.put(tx, scope, key);
      const after = knownHostView((await this.hosts.lock(tx, scope, key.host, port))!);
      await recordAudit(tx, scope, {
        ...about('put', after),
        before: before && knownHostView(before),
        after,
      });
      return after;
    });
  }

  /** Forgets a server's key. @throws DomainError `not_found` */
  async remove(scope: Scope, host: string, port: number): Promise<void> {
    await this.database.transaction(scope, async (tx) => {
      const row = await this.hosts.lock(tx, scope, canonicalHost(host), port);
      if (!row) throw notFound('known host');
      await this.hosts.remove(tx, scope, row.host, port);
      const before = knownHostView(row);
      await recordAudit(tx, scope, { ...about('delete', before), before });
    });
  }
}

function about(verb: string, view: KnownHostView) {
  return {
    action: `ssh_known_host.${verb}`,
    entity: 'ssh_known_host',
    entityId: `${view.host}:${view.port}`,
  };
}

function knownHostView(row: SshKnownHostEntity): KnownHostView {
  return {
    host: row.host,
    port: row.port,
    key_type: row.keyType,
    fingerprint: row.fingerprint,
    origin: row.origin,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
  };
}
