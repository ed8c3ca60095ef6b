import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { OwnScope } from '../connections/connection.entity.js';
import type { LeasePolicy } from './lease-policy.js';
import {
  FIRST,
  HEAD,
  NEW_LEASE,
  SEALED,
  SETTINGS,
  WITH_CREDENTIAL,
  WITH_SECRETS,
  idIs,
  nameIs,
} from './lease-source-columns.js';

/** Which connection is meant: by its id, or by its name in a project or among the GLOBAL ones. */
export type LeasePlace = { readonly id: number } | { readonly nameKey: string; readonly projectId: number };

/** What decides about a lease. */
export interface LeaseHead {
  readonly id: number;
  readonly projectId: number | null;
  readonly version: number;
  /** Of the credential; 0 where there is none. */
  readonly secretVersion: number;
  readonly leasePolicy: LeasePolicy | null;
}

/** A connection as it is leased, still sealed. */
export interface LeaseSource extends LeaseHead {
  /** For the lease that may come of it. */
  readonly leaseId: number;
  /** When it begins. */
  readonly at: Date;
  /** What is stored of the tenant's settings, as of this transaction. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scope: OwnScope;
  readonly type: string;
  readonly dbType: string | null;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly credentialId: number | null;
  readonly credentialType: string | null;
  readonly serverFields: JsonObject | null;
  readonly sealed: Buffer | null;
  readonly properties: readonly { path: string; secretVersion: number; sealed: string }[] | null;
}

/** Reads connections with what is sealed of them, for leases. */
@Injectable()
export class LeaseSourceRepository {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * The connection, locked against a change until the lease is written. Both statements travel together: the
   * second one sees what the first has waited for.
   */
  async lock(tx: Transaction, scope: Scope, place: LeasePlace): Promise<LeaseSource | null> {
    const { by, where, values } = selection(scope, place);
    const [, rows] = await Promise.all([
      tx.run({
        name: `lease_lock_${by}`,
        text: `with c as (select c.credential_id from connections c where ${where} for key share)
          select 1 from credentials where tenant_id = $1 and id in (select credential_id from c) for key share`,
        values,
      }),
      tx.run<LeaseSource>({
        name: `lease_source_${by}`,
        text: `select ${HEAD}, ${NEW_LEASE},
            ${SETTINGS}, ${SEALED}
          from ${WITH_SECRETS}
          where ${where} ${FIRST}`,
        values,
      }),
    ]);
    return rows[0] ?? null;
  }

  /** The connection without its secrets, and whether the caller holds a lease of it as it is now; one round trip. */
  async head(scope: Scope, place: LeasePlace): Promise<(LeaseHead & { readonly held: boolean }) | null> {
    const { by, where, values } = selection(scope, place);
    const kind = values.length + 1;
    const [rows] = await this.database.read(scope, {
      name: `lease_head_${by}`,
      text: `select ${HEAD}, exists (
          select 1 from leases l
          where l.tenant_id = $1 and l.connection_id = c.id
            and l.holder_kind = $${kind} and l.holder_id = $${kind + 1}
            and l.connection_version = c.version and l.secret_version = coalesce(h.secret_version, 0)
            and l.changed_at is null and l.revoked_at is null and l.expires_at > now()
            and (l.wrap_hash is null or l.unwrapped_at is not null)) as held
        from ${WITH_CREDENTIAL} where ${where} ${FIRST}`,
      values: [...values, scope.principal.kind, scope.principal.id],
    });
    return (rows?.[0] as (LeaseHead & { held: boolean }) | undefined) ?? null;
  }
}

function selection({ tenantId }: Scope, place: LeasePlace) {
  if ('id' in place) return { by: 'by_id', where: idIs('$2'), values: [tenantId, place.id] };
  return { by: 'by_name', where: nameIs('$2', '$3'), values: [tenantId, place.nameKey, place.projectId] };
}
