import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import {
  type NamedQuery,
  type NamedStatement,
  TenantDatabase,
  type Transaction,
  violates,
} from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import { type Scope, reaches } from '#platform/scope';
import type { IndexingStatus } from '../discovery/indexing-status.js';
import { CONNECTION_COLUMNS, type ConnectionRow, type LockedConnection } from './connection-columns.js';
import { ConnectionSecretEntity } from './connection-secret.entity.js';
import { type NewConnection, connectionInsert, connectionUpdate } from './connection-statements.js';
import { ConnectionEntity } from './connection.entity.js';

/** One version of a sealed property, ready to be written. */
export type NewConnectionSecret = Pick<
  ConnectionSecretEntity,
  'path' | 'secretVersion' | 'sealed' | 'fingerprint' | 'destination'
>;

/** Connections and their sealed properties. */
@Injectable()
export class ConnectionsRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** Ids for a connection and for the credential that comes with it: secrets are bound to them. */
  async nextIds(tx: Transaction): Promise<{ connectionId: number; credentialId: number }> {
    const [row] = await tx.run<{ connectionId: number; credentialId: number }>({
      name: 'connection_next_ids',
      text: `select nextval(pg_get_serial_sequence('connections', 'id')) as "connectionId",
                    nextval(pg_get_serial_sequence('credentials', 'id')) as "credentialId"`,
      values: [],
    });
    return row!;
  }

  /** One connection, in one round trip. */
  async byId(scope: Scope, id: number): Promise<ConnectionRow | null> {
    const [rows] = await this.database.read(scope, {
      name: 'connection_by_id',
      text: `select ${CONNECTION_COLUMNS} from connections c where c.tenant_id = $1 and c.id = $2
        and c.deleted_at is null`,
      values: [scope.tenantId, id],
    });
    return onlyVisible(scope, rows?.[0] as ConnectionRow | undefined);
  }

  /** The one of that name in the scope's project, or in GLOBAL where the scope has none. */
  async byName(scope: Scope, nameKey: string): Promise<ConnectionRow | null> {
    const [rows] = await this.database.read(scope, {
      name: 'connection_by_name',
      text: `select ${CONNECTION_COLUMNS} from connections c where c.tenant_id = $1 and c.name_key = $2
        and coalesce(c.project_id, 0) = $3 and c.deleted_at is null`,
      values: [scope.tenantId, nameKey, scope.projectId ?? 0],
    });
    return onlyVisible(scope, rows?.[0] as ConnectionRow | undefined);
  }

  /** The rows of a list statement, and whether the project that it names exists. */
  async list(scope: Scope, query: NamedQuery): Promise<ConnectionRow[]> {
    const { projectId = null } = scope;
    if (projectId === null) {
      const [rows] = await this.database.read(scope, query);
      return rows as ConnectionRow[];
    }
    const [rows, projects] = await this.database.read(scope, query, {
      name: 'project_exists',
      text: 'select 1 from projects where tenant_id = $1 and id = $2',
      values: [scope.tenantId, projectId],
    });
    if (projects!.length === 0) throw notFound('project');
    return rows as ConnectionRow[];
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<LockedConnection | null> {
    const row = await tx.manager.findOne(ConnectionEntity, {
      where: { tenantId: scope.tenantId, id, deletedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    return onlyVisible(scope, row ?? undefined);
  }

  /**
   * @throws DomainError `conflict` when the name is taken in the project or among the globals, `not_found`
   *   when the project is gone
   */
  async insert(tx: Transaction, scope: Scope, connection: NewConnection): Promise<ConnectionRow> {
    return this.write(tx, connectionInsert(scope, connection));
  }

  /** Saves a connection that was locked and changed. @throws as {@link insert} */
  async save(tx: Transaction, connection: LockedConnection): Promise<ConnectionRow> {
    return this.write(tx, connectionUpdate(connection));
  }

  /** Says how far the discovery of a connection is. Its version stays. */
  async setIndexing(tx: Transaction, scope: Scope, id: number, status: IndexingStatus): Promise<void> {
    await tx.query(
      `update connections set indexing_status = $3, indexing_status_last_updated = clock_timestamp()
       where tenant_id = $1 and id = $2`,
      [scope.tenantId, id, status],
    );
  }

  /** What of a connection a job needs; the connection cannot be deleted until the transaction ends. */
  async holdForJob(
    tx: Transaction,
    scope: Scope,
    id: number,
  ): Promise<Pick<ConnectionRow, 'id' | 'indexingStatus'> | null> {
    const [row] = await tx.run<Pick<ConnectionRow, 'id' | 'indexingStatus'>>({
      name: 'connection_hold',
      text: `select id, indexing_status as "indexingStatus" from connections
        where tenant_id = $1 and id = $2 and deleted_at is null for key share`,
      values: [scope.tenantId, id],
    });
    return row ?? null;
  }

  /** The connection for what follows from a job's end, also a deleted one: it may be restored. */
  async lockForJob(tx: Transaction, scope: Scope, id: number): Promise<ConnectionRow | null> {
    const [row] = await tx.run<ConnectionRow>({
      name: 'connection_lock_for_job',
      text: `select ${CONNECTION_COLUMNS} from connections c where c.tenant_id = $1 and c.id = $2
        for no key update`,
      values: [scope.tenantId, id],
    });
    return row ?? null;
  }

  async insertSecrets(
    tx: Transaction,
    scope: Scope,
    connectionId: number,
    secrets: readonly NewConnectionSecret[],
  ): Promise<void> {
    if (secrets.length === 0) return;
    const rows = secrets.map((secret) => ({
      ...secret,
      tenantId: scope.tenantId,
      connectionId,
      createdBy: scope.principal.name,
    }));
    await tx.manager.insert(ConnectionSecretEntity, rows);
  }

  /** The current versions of a connection's sealed properties. */
  async currentSecrets(
    tx: Transaction,
    scope: Scope,
    connection: ConnectionRow,
  ): Promise<ConnectionSecretEntity[]> {
    if (Object.keys(connection.secretVersions).length === 0) return [];
    const rows = await tx.manager.findBy(ConnectionSecretEntity, {
      tenantId: scope.tenantId,
      connectionId: connection.id,
    });
    return rows.filter((row) => connection.secretVersions[row.path] === row.secretVersion);
  }

  /** The highest version that each path ever had: a removed property does not begin anew. */
  async latestSecretVersions(
    tx: Transaction,
    scope: Scope,
    connectionId: number,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ path: string; version: number }>(
      `select path, max(secret_version) as version from connection_secrets
       where tenant_id = $1 and connection_id = $2 group by path`,
      [scope.tenantId, connectionId],
    );
    return new Map(rows.map((row) => [row.path, row.version]));
  }

  /** Deletes the connection and, with it, its sealed properties. */
  async remove(tx: Transaction, scope: Scope, id: number): Promise<void> {
    await tx.manager.delete(ConnectionEntity, { tenantId: scope.tenantId, id });
  }

  private async write(tx: Transaction, statement: NamedStatement): Promise<ConnectionRow> {
    try {
      return (await tx.run<ConnectionRow>(statement))[0]!;
    } catch (error) {
      throw refusal(error);
    }
  }
}

/** On a project's path that project's own rows alone; on the tenant's path the global and visible ones. */
export function onlyVisible<Row extends ConnectionRow>(scope: Scope, row: Row | undefined): Row | null {
  return row && reaches(scope, row.projectId) ? row : null;
}

function refusal(error: unknown): unknown {
  if (violates(error, 'connections_name')) {
    return conflict('connection_exists', 'A connection of this name exists here.');
  }
  if (violates(error, 'connections_project')) return notFound('project');
  return error;
}
