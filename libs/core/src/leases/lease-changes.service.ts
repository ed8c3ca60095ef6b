import { Injectable } from '@nestjs/common';
import type { Scope } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { readCursor, writeCursor } from '../paging/cursor.js';
import {
  type ChangePosition,
  type LeaseChange,
  type LeaseChangePage,
  LeaseChangesRepository,
} from './lease-changes.repository.js';
import { LeaseWaiters } from './lease-waiters.js';

/** What happened, and where to go on. */
export interface LeaseChanges {
  readonly changes: readonly LeaseChange[];
  /** For `since` of the next call. */
  readonly cursor: string;
}

export interface LeaseChangesRequest {
  /** Absent: answers at once where to begin. */
  readonly since?: string | undefined;
  /** How long to wait for something to happen; 0 to 30,000. */
  readonly waitMs: number;
  /** Aborted when the client hung up. */
  readonly gone: AbortSignal;
}

/** Tells services which of their leases changed beneath them or were revoked. */
@Injectable()
export class LeaseChangesService {
  constructor(
    private readonly changes: LeaseChangesRepository,
    private readonly waiters: LeaseWaiters,
    private readonly vault: Vault,
  ) {}

  /**
   * Waits until something happened to a lease that the caller holds, on any instance. None is left out; of several
   * changes to one lease the last is told.
   *
   * @throws DomainError `malformed` for a foreign cursor, `too_many`/`too_many_waiting`; and what proving the caller
   *   again throws when its access changed meanwhile
   */
  async since(scope: Scope, { since, waitMs, gone }: LeaseChangesRequest): Promise<LeaseChanges> {
    const vault = await this.vault.forTenant(scope);
    const list = JSON.stringify(['lease_changes', scope.principal.kind, scope.principal.id]);
    if (since === undefined) {
      return answer(vault, list, { changes: [], position: await this.changes.now(scope) });
    }
    const from = readCursor<ChangePosition>(vault, list, since);
    const first = await this.changes.since(scope, from);
    if (first.changes.length > 0 || waitMs === 0) return answer(vault, list, first);
    return answer(vault, list, await this.wait(scope, from, waitMs, gone));
  }

  private async wait(
    scope: Scope,
    from: ChangePosition,
    waitMs: number,
    gone: AbortSignal,
  ): Promise<LeaseChangePage> {
    const waiter = await this.waiters.enter(scope, gone);
    try {
      const end = performance.now() + waitMs;
      for (;;) {
        // Once more after the listening began: nothing falls between the two.
        const page = await this.changes.since(scope, from);
        const left = end - performance.now();
        if (page.changes.length > 0 || left <= 0 || waiter.over) return page;
        await waiter.news(left);
      }
    } finally {
      waiter.leave();
    }
  }
}

function answer(vault: TenantVault, list: string, { changes, position }: LeaseChangePage): LeaseChanges {
  return { changes, cursor: writeCursor(vault, list, position) };
}
