import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { JsonObject } from '#connector-sdk';

/** What a contract reads of its own attributes: the open members, and the names of the secret ones. */
export interface ReadAttributes {
  readonly open: JsonObject;
  readonly sealed: readonly string[];
  /** Paths of the connection's own sealed properties that are set: `transport.ssh.password`. */
  readonly properties: readonly string[];
}

const NONE: ReadAttributes = { open: {}, sealed: [], properties: [] };

interface Row extends Omit<ReadAttributes, 'open'> {
  readonly id: number;
  readonly open: JsonObject | null;
}

/** The attributes that contracts keep with connections, each its own. */
@Injectable()
export class ConnectionAttributes {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * One read for a whole list.
   *
   * @param ids - connections that the caller was found to see
   * @returns an entry for each id, empty where nothing is kept
   */
  async of(
    scope: Scope,
    namespace: string,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, ReadAttributes>> {
    const found = new Map<number, ReadAttributes>(ids.map((id) => [id, NONE]));
    if (ids.length === 0) return found;
    const [rows] = await this.database.read(scope, {
      name: 'connection_attributes',
      text: `select c.id, c.attributes->$2 as open,
          array(select jsonb_object_keys(c.sealed_attributes->$2)) as sealed,
          array(select jsonb_object_keys(c.secret_versions)) as properties
        from connections c where c.tenant_id = $1 and c.id = any($3::bigint[])`,
      values: [scope.tenantId, namespace, [...ids]],
    });
    for (const { id, open, sealed, properties } of rows as Row[]) {
      found.set(id, { open: open ?? {}, sealed, properties });
    }
    return found;
  }
}
