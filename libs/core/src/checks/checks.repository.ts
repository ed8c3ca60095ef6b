import { Injectable } from '@nestjs/common';
import type { KnownHostKey } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import { type Scope, reaches } from '#platform/scope';
import { CREDENTIAL_MARK } from '../connections/connection-columns.js';
import type { StoredHealth } from '../connections/connection-health.js';
import type { LastCheck } from '../connections/last-check.js';
import { CheckEntity } from './check.entity.js';

/** A check before its row is written. */
export type NewCheck = Pick<
  CheckEntity,
  'projectId' | 'connectionId' | 'connectionVersion' | 'type' | 'deadlineMs'
>;

export type CheckResult = Pick<CheckEntity, 'ok' | 'code' | 'server' | 'steps' | 'durationMs'>;

/** What is known of a connection when a check of it ends. */
export interface HeldHealth {
  readonly health: StoredHealth | null;
  readonly version: number;
  readonly credential: string | null;
}

/** Checks that a connection keeps. */
const KEPT_PER_CONNECTION = 100;
/** How long the checks of bodies that are stored nowhere are kept. */
const LOOSE_CHECKS_LIVE = '1 day';

/** A deleted connection takes its checks along. */
const OF_DELETED = `select 1 from connections c
  where c.tenant_id = k.tenant_id and c.id = k.connection_id and c.deleted_at is not null`;

/** Checks, and what a check must know of the tenant. */
@Injectable()
export class ChecksRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** The tenant's settings and the SSH host keys that it knows, in one round trip. */
  async surroundings(
    scope: Scope,
  ): Promise<{ settings: Readonly<Record<string, unknown>>; hostKeys: KnownHostKey[] }> {
    const [tenants, hosts] = await this.database.read(
      scope,
      {
        name: 'tenant_settings',
        text: 'select settings from tenants where id = $1',
        values: [scope.tenantId],
      },
      {
        name: 'ssh_known_hosts',
        text: `select host, port, key_type as "keyType", fingerprint from ssh_known_hosts where tenant_id = $1`,
        values: [scope.tenantId],
      },
    );
    const settings = (tenants?.[0] as { settings: Record<string, unknown> } | undefined)?.settings ?? {};
    return { settings, hostKeys: hosts as KnownHostKey[] };
  }

  async insert(tx: Transaction, scope: Scope, check: NewCheck): Promise<CheckEntity> {
    const [row] = await tx.query<{ id: number; createdAt: Date }>(
      `insert into checks
         (tenant_id, project_id, connection_id, connection_version, type, status, deadline_ms, created_by)
       values ($1, $2, $3, $4, $5, 'running', $6, $7) returning id, created_at as "createdAt"`,
      [
        scope.tenantId,
        check.projectId,
        check.connectionId,
        check.connectionVersion,
        check.type,
        check.deadlineMs,
        scope.principal.name,
      ],
    );
    await this.forgetOld(tx, scope, check.connectionId);
    return Object.assign(new CheckEntity(), {
      ...check,
      ...row,
      tenantId: scope.tenantId,
      status: 'running',
      createdBy: scope.principal.name,
      finishedAt: null,
    });
  }

  /** Writes how a check went; answers false when its connection, and with it the check, is gone. */
  async finish(tx: Transaction, scope: Scope, id: number, result: CheckResult): Promise<Date | null> {
    const [rows] = await tx.query<{ at: Date }[]>(
      `update checks set status = 'done', ok = $3, code = $4, server = $5, steps = $6, duration_ms = $7,
         finished_at = clock_timestamp()
       where tenant_id = $1 and id = $2 returning finished_at as at`,
      [
        scope.tenantId,
        id,
        result.ok,
        result.code,
        result.server && JSON.stringify(result.server),
        JSON.stringify(result.steps),
        result.durationMs,
      ],
    );
    return rows?.[0]?.at ?? null;
  }

  /** What the health of a connection goes by, held until the transaction ends; null when it is gone. */
  async holdHealth(tx: Transaction, scope: Scope, connectionId: number): Promise<HeldHealth | null> {
    const [row] = await tx.run<HeldHealth>({
      name: 'connection_hold_health',
      text: `select c.health, c.version, ${CREDENTIAL_MARK} as credential from connections c
        where c.tenant_id = $1 and c.id = $2 and c.deleted_at is null for no key update`,
      values: [scope.tenantId, connectionId],
    });
    return row ?? null;
  }

  /** The connection's version stays. */
  async setHealth(tx: Transaction, scope: Scope, connectionId: number, health: StoredHealth): Promise<void> {
    await tx.run({
      name: 'connection_set_health',
      text: 'update connections set health = $3 where tenant_id = $1 and id = $2',
      values: [scope.tenantId, connectionId, JSON.stringify(health)],
    });
  }

  /** Shows a check on its connection, unless a later one stands there. The connection's version stays. */
  async setLastCheck(tx: Transaction, scope: Scope, connectionId: number, last: LastCheck): Promise<void> {
    await tx.query(
      `update connections set last_check = $3
       where tenant_id = $1 and id = $2 and coalesce((last_check->>'id')::bigint, 0) < $4`,
      [scope.tenantId, connectionId, JSON.stringify(last), last.id],
    );
  }

  /** One check: on a project's path that project's, on the tenant's path the global and visible ones. */
  async find(scope: Scope, id: number): Promise<CheckEntity | null> {
    const row = await this.database.transaction(scope, (tx) =>
      tx.manager
        .createQueryBuilder(CheckEntity, 'k')
        .where('k.tenant_id = :tenantId and k.id = :id', { tenantId: scope.tenantId, id })
        .andWhere(`not exists (${OF_DELETED})`)
        .getOne(),
    );
    return row && reaches(scope, row.projectId) ? row : null;
  }

  /** All that are kept of a connection, the newest first. */
  async ofConnection(scope: Scope, connectionId: number): Promise<CheckEntity[]> {
    return this.database.transaction(scope, (tx) =>
      tx.manager.find(CheckEntity, {
        where: { tenantId: scope.tenantId, connectionId },
        order: { id: 'DESC' },
        take: KEPT_PER_CONNECTION,
      }),
    );
  }

  private async forgetOld(tx: Transaction, scope: Scope, connectionId: number | null): Promise<void> {
    if (connectionId === null) {
      await tx.query(
        `delete from checks where tenant_id = $1 and connection_id is null
           and created_at < now() - interval '${LOOSE_CHECKS_LIVE}'`,
        [scope.tenantId],
      );
      return;
    }
    await tx.query(
      `delete from checks where tenant_id = $1 and connection_id = $2 and id <
         (select min(id) from (select id from checks where tenant_id = $1 and connection_id = $2
            order by id desc limit ${KEPT_PER_CONNECTION}) kept)`,
      [scope.tenantId, connectionId],
    );
  }
}
