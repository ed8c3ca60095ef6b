import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { LEASE_CHANNEL } from './lease-marks.repository.js';

const MOST_OF_PRINCIPAL = 4;

/** One request that waits for news of its tenant. */
export interface Waiter {
  /** Kept with the next news since the last call, also if they came before it; at the latest after `ms`. */
  news(ms: number): Promise<void>;
  /** True when nobody waits for the answer any more, or the service stops. */
  readonly over: boolean;
  leave(): void;
}

interface Place {
  readonly tenantId: number;
  tell(): void;
  end(): void;
}

/** The requests of this instance that wait for changes of leases; one database connection listens for all. */
@Injectable()
export class LeaseWaiters implements OnModuleDestroy {
  private readonly places = new Set<Place>();
  private readonly counts = new Map<string, number>();
  private listening: Promise<unknown> | null = null;
  private stopping = false;

  constructor(private readonly database: TenantDatabase) {}

  /**
   * Begins to listen: what is committed after the promise is kept is news.
   *
   * @param gone - aborted when the client hung up
   * @throws DomainError `too_many`/`too_many_waiting` beyond four requests of one principal on this instance
   */
  async enter(scope: Scope, gone: AbortSignal): Promise<Waiter> {
    const leaveCount = this.count(`${scope.tenantId} ${scope.principal.kind} ${scope.principal.id}`);
    try {
      await (this.listening ??= this.listen());
    } catch (error) {
      this.listening = null;
      leaveCount();
      throw error;
    }
    return this.waiter(scope.tenantId, gone, leaveCount);
  }

  /** How many requests wait. */
  get size(): number {
    return this.places.size;
  }

  /** Lets all waiting requests answer, so that the server can stop. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const place of this.places) place.end();
  }

  private waiter(tenantId: number, gone: AbortSignal, leaveCount: () => void): Waiter {
    let fresh = false;
    let over = gone.aborted || this.stopping;
    let wake: (() => void) | null = null;
    const tell = (): void => {
      fresh = true;
      wake?.();
    };
    const end = (): void => {
      over = true;
      wake?.();
    };
    const place: Place = { tenantId, tell, end };
    this.places.add(place);
    gone.addEventListener('abort', end);
    return {
      get over() {
        return over;
      },
      news: async (ms) => {
        if (!fresh && !over) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, ms);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        fresh = false;
        wake = null;
      },
      leave: () => {
        this.places.delete(place);
        gone.removeEventListener('abort', end);
        leaveCount();
      },
    };
  }

  private count(principal: string): () => void {
    const waiting = this.counts.get(principal) ?? 0;
    if (waiting >= MOST_OF_PRINCIPAL) {
      const message = `At most ${MOST_OF_PRINCIPAL} requests of one principal wait at a time.`;
      throw new DomainError('too_many', 'too_many_waiting', message, { retryAfter: 1 });
    }
    this.counts.set(principal, waiting + 1);
    return () => {
      const left = this.counts.get(principal)! - 1;
      if (left === 0) this.counts.delete(principal);
      else this.counts.set(principal, left);
    };
  }

  private listen(): Promise<unknown> {
    return this.database.notifications.listen(LEASE_CHANNEL, (payload) => {
      for (const place of this.places) {
        // After a time without the connection, anything may have happened.
        if (payload === null || Number(payload) === place.tenantId) place.tell();
      }
    });
  }
}
