import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { ConnectionRow } from './connection-columns.js';
import { ConnectionSecretEntity } from './connection-secret.entity.js';
import { ConnectionVersionEntity } from './connection-version.entity.js';

/** A version as it was read: a former one, or the one that the connection has now. */
export type ConnectionVersionRow = Omit<
  ConnectionVersionEntity,
  'tenantId' | 'connectionId' | 'credentialType' | 'credentialServerFields' | 'changedAt'
> & { readonly changedAt: string; readonly current: boolean };

const COLUMNS = `project_id as "projectId", name, type, db_type as "dbType", payload, transport,
  secret_versions as "secretVersions", credential_id as "credentialId"`;

/** The former versions of connections. One is written when it ends, so that making a connection writes none. */
@Injectable()
export class ConnectionVersionsRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Keeps what the connection is now; to be called before anything of it, or of its credential, changes. */
  async keep(tx: Transaction, scope: Scope, connection: Pick<ConnectionRow, 'id'>): Promise<void> {
    await tx.run({
      name: 'connection_version_insert',
      text: `insert into connection_versions
          (tenant_id, connection_id, version, project_id, name, type, db_type, payload, transport, secret_versions,
           credential_id, credential_type, credential_server_fields, credential_secret_version, changed_by, changed_at)
        select c.tenant_id, c.id, c.version, c.project_id, c.name, c.type, c.db_type, c.payload, c.transport,
          c.secret_versions, c.credential_id, k.type, k.server_fields, k.secret_version, c.updated_by, c.updated_at
        from connections c left join credentials k on k.tenant_id = c.tenant_id and k.id = c.credential_id
        where c.tenant_id = $1 and c.id = $2`,
      values: [scope.tenantId, connection.id],
    });
  }

  /** Versions of a connection, the newest first, from one number downwards. The caller sees the connection. */
  async list(scope: Scope, connectionId: number, from: number, limit: number) {
    const [rows] = await this.database.read(scope, {
      name: 'connection_versions_list',
      text: `select * from (
          select version, ${COLUMNS}, credential_secret_version as "credentialSecretVersion",
            changed_by as "changedBy", changed_at as "changedAt", false as current
          from connection_versions where tenant_id = $1 and connection_id = $2 and version <= $3
          union all
          select version, ${COLUMNS},
            (select secret_version from credentials k where k.tenant_id = $1 and k.id = credential_id),
            updated_by, updated_at, true
          from connections where tenant_id = $1 and id = $2 and version <= $3
        ) versions order by version desc limit $4`,
      values: [scope.tenantId, connectionId, from, limit],
    });
    return rows as ConnectionVersionRow[];
  }

  async find(
    tx: Transaction,
    scope: Scope,
    connectionId: number,
    version: number,
  ): Promise<ConnectionVersionEntity | null> {
    return tx.manager.findOneBy(ConnectionVersionEntity, { tenantId: scope.tenantId, connectionId, version });
  }

  /** The sealed properties as they were in a version; those that are gone are missing. */
  async secretsOf(
    tx: Transaction,
    scope: Scope,
    version: ConnectionVersionEntity,
  ): Promise<ConnectionSecretEntity[]> {
    if (Object.keys(version.secretVersions).length === 0) return [];
    const rows = await tx.manager.findBy(ConnectionSecretEntity, {
      tenantId: scope.tenantId,
      connectionId: version.connectionId,
    });
    return rows.filter((row) => version.secretVersions[row.path] === row.secretVersion);
  }
}
