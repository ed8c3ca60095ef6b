import { Injectable } from '@nestjs/common';
import { type AuditFilter, auditEventsQuery } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { readCursor, writeCursor } from '../paging/cursor.js';

export interface AuditEventView {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly action: string;
  readonly entity: string;
  readonly entity_id: string;
  readonly project_id: number | null;
  readonly before: object | null;
  readonly after: object | null;
  readonly request_id: string;
  /** Counts the tenant's events from 1, without gaps. */
  readonly sequence: number;
  /** SHA-256 of the event and the hash before it, in hexadecimal. */
  readonly hash: string;
}

/** What to list, and where the page before ended. */
export type AuditListRequest = Omit<AuditFilter, 'beforeId'> & { readonly cursor?: string | undefined };

/** What happened in a tenant, for those who answer for it. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly vault: Vault,
  ) {}

  /** The newest events first. */
  async list(
    scope: Scope,
    request: AuditListRequest,
  ): Promise<{ items: AuditEventView[]; next: string | null }> {
    const { cursor, limit, ...filter } = request;
    const vault = await this.vault.forTenant(scope);
    const list = JSON.stringify(['audit_events', filter]);
    const position =
      cursor === undefined ? {} : { beforeId: readCursor<{ id: number }>(vault, list, cursor).id };
    const query = auditEventsQuery(scope, { ...filter, ...position, limit: limit + 1 });
    const [rows] = await this.database.read(scope, query);
    const page = (rows as AuditEventView[]).slice(0, limit);
    const more = rows!.length > page.length;
    return {
      items: page,
      next: more ? writeCursor(vault, list, { id: page.at(-1)!.id }) : null,
    };
  }
}
