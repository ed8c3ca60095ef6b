import { conflict, DomainError } from '#platform/errors';
import type { IdempotentRequest, Outcome } from '#platform/scope';
import { sqlState } from './database-error.js';
import type { NamedStatement, Transaction } from './transaction.js';

/** How long a key means the request that it was first used for. */
export const KEY_LIVES = '24 hours';

/** A key's outcome as it is stored, and of which request. */
export interface StoredOutcome extends Outcome {
  readonly fingerprint: string;
}

/** Another request of this key is done: nothing of this one happened. */
export class AlreadyDone extends Error {
  constructor(readonly stored: StoredOutcome) {
    super('already done');
  }
}

/** SQLSTATE of a lock that did not become free in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The refusal of a request whose twin is under way for longer than it may wait. */
export function inFlight(): DomainError {
  const message = 'A request with this Idempotency-Key is under way.';
  return conflict('idempotency_in_flight', message, { retryAfter: 1 });
}

/**
 * The keys of one tenant, or, with null, those of the platform's own administrator. A key is one row: the
 * request that inserts it goes on, and every other waits for the end of that transaction.
 */
export class IdempotencyKeys {
  private readonly table: string;
  private readonly columns: string;
  private readonly owner: readonly number[];

  constructor(tenantId: number | null) {
    this.table = tenantId === null ? 'platform_idempotency_keys' : 'idempotency_keys';
    this.columns = tenantId === null ? 'principal, key' : 'tenant_id, principal, key';
    this.owner = tenantId === null ? [] : [tenantId];
  }

  /** The statement that finds what a key stands for. */
  find({ principal, key }: Pick<IdempotentRequest, 'principal' | 'key'>) {
    return {
      name: `${this.table}_find`,
      text: `select fingerprint, status, headers, body, ids from ${this.table}
        where (${this.columns}) = (${this.whose()}) and created_at >= now() - interval '${KEY_LIVES}'`,
      values: [...this.owner, principal, key],
    };
  }

  /**
   * Takes the key for this transaction; waits while another transaction has it.
   *
   * @throws AlreadyDone when that one was committed; DomainError `conflict`/`idempotency_in_flight` when it
   *   lasts too long
   */
  async claim(tx: Transaction, request: IdempotentRequest): Promise<void> {
    const patience = Math.max(1, Math.ceil(request.waitUntil - Date.now()));
    try {
      const [, taken] = await Promise.all([
        tx.query(`set local lock_timeout = ${patience}`),
        tx.run(this.insertion(request)),
        tx.query('set local lock_timeout to default'),
      ]);
      if (taken.length > 0) return;
    } catch (error) {
      throw sqlState(error) === LOCK_NOT_AVAILABLE ? inFlight() : error;
    }
    const [stored] = await tx.run<StoredOutcome>(this.find(request));
    throw stored ? new AlreadyDone(stored) : inFlight();
  }

  /** Stores what a key that was claimed in this transaction, or stored before, now stands for. */
  async settle(tx: Transaction, request: IdempotentRequest, outcome: Outcome): Promise<void> {
    const { status, headers, body, ids } = outcome;
    await tx.run({
      name: `${this.table}_settle`,
      text: `update ${this.table} set status = ${this.place(2)}, headers = ${this.place(3)},
          body = ${this.place(4)}, ids = ${this.place(5)}
        where (${this.columns}) = (${this.whose()})`,
      values: [...this.owner, request.principal, request.key, status, headers, body, ids],
    });
  }

  /** The statement that removes the keys whose time is over; it answers one row for each. */
  expiry() {
    const own = this.owner.length === 0 ? 'true' : 'tenant_id = $1';
    return {
      name: `${this.table}_expiry`,
      text: `delete from ${this.table} where ${own} and created_at < now() - interval '${KEY_LIVES}' returning 1`,
      values: [...this.owner],
    };
  }

  /** A key whose time is over is as good as none. */
  private insertion({ principal, key, fingerprint }: IdempotentRequest): NamedStatement {
    return {
      name: `${this.table}_claim`,
      text: `insert into ${this.table} as k (${this.columns}, fingerprint)
        values (${this.whose()}, ${this.place(2)})
        on conflict (${this.columns}) do update
          set fingerprint = excluded.fingerprint, status = null, headers = null, body = null, ids = null,
            created_at = now()
          where k.created_at < now() - interval '${KEY_LIVES}'
        returning 1`,
      values: [...this.owner, principal, key, fingerprint],
    };
  }

  /** The parameters that name a key. */
  private whose(): string {
    return [...this.owner, 'principal', 'key'].map((_, index) => `$${index + 1}`).join(', ');
  }

  /** The n-th parameter, counted from the principal's, which is 0. */
  private place(n: number): string {
    return `$${this.owner.length + n + 1}`;
  }
}
