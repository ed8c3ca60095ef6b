import type { DataSource, QueryRunner } from 'typeorm';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { IdempotentRequest, Scope } from '#platform/scope';
import { DomainError, unauthenticated } from '#platform/errors';
import { translateDatabaseError } from './database-error.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import type { NamedQuery } from './prepared-read.js';
import { Notifications } from './notifications.js';
import { clientLike } from './target.js';
import { SharedReaders } from './shared-readers.js';
import { inOneWrite } from './one-write.js';
import {
  type AuditKeys,
  type Statements,
  StatementUnit,
  type Transaction,
  UnitOfWork,
  runNamed,
  sendNamed,
} from './transaction.js';

/**
 * Called when a transaction finds that the tenant's access epoch is not the scope's: something was
 * revoked or suspended since. Throws if the principal may no longer act; otherwise it answers the epoch
 * that it proved the principal under, and the work begins again.
 */
export type StaleScopeCheck = (scope: Scope) => Promise<number>;

/** The work must begin anew: nothing of it was done. */
class StaleScope extends Error {}

/** Each attempt fails only if somebody's access changed within the few milliseconds since the one before. */
const MAX_ATTEMPTS = 25;
/** Two, so that one long read does not hold up all others. */
const SHARED_READERS = 2;
/** What `pg` takes when nobody says how many connections its pool has. */
const DEFAULT_POOL = 10;

interface AccessEpoch {
  readonly access_epoch: number;
}

const EPOCH = {
  name: 'access_epoch',
  text: 'select access_epoch from tenants where id = $1',
};

/**
 * The only way to rows of a tenant. Every transaction sets the tenant first, so that row-level security
 * holds, and compares the access epoch, so that a revocation on any instance stops the next statement.
 */
export class TenantDatabase {
  /** Until access control says otherwise, a scope that is out of date may do nothing. */
  private checkStaleScope: StaleScopeCheck = async () => {
    throw unauthenticated('access_revoked', 'The access that this request began with has changed.');
  };

  private auditKeys: (scope: Scope) => Promise<AuditKeys> = async () => noAuditKeys();

  /** What other instances tell. */
  readonly notifications = new Notifications(() => clientLike(this.pool()));
  private readonly readers: SharedReaders;

  constructor(readonly dataSource: DataSource) {
    const { poolSize = DEFAULT_POOL } = dataSource.options as { poolSize?: number };
    // Writes need a connection that no read keeps.
    this.readers = new SharedReaders(() => this.pool(), Math.max(1, Math.min(SHARED_READERS, poolSize - 1)));
  }

  /** Says who looks a principal up anew; access control calls it once, at start. */
  useStaleScopeCheck(check: StaleScopeCheck): void {
    this.checkStaleScope = check;
  }

  /** Says who has the keys of tenants' audit events; the vault calls it once, at start. */
  useAuditKeys(keys: (scope: Scope) => Promise<AuditKeys>): void {
    this.auditKeys = keys;
  }

  /**
   * Runs one statement on tables that belong to no tenant; under row-level security it sees no tenant's rows.
   *
   * @throws DomainError `unavailable` when the database cannot be reached
   */
  async statement<Row>(query: NamedQuery): Promise<Row[]> {
    try {
      const result = await this.pool().query({ ...query, values: [...query.values] });
      return result.rows as Row[];
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /**
   * Runs work that begins outside of any tenant: making one, for example. `enterTenant` sets the tenant
   * for the statements that follow.
   */
  async platformTransaction<T>(
    work: (tx: Transaction, enterTenant: (tenantId: number) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    return this.inTransaction(async (runner) => {
      const unit = new UnitOfWork(runner, async () => noAuditKeys());
      const result = await work(unit, async (tenantId) => {
        await runner.query(setTenant(tenantId));
      });
      await unit.commit();
      return result;
    });
  }

  /**
   * Runs work in one read-committed transaction of the scope's tenant.
   *
   * @throws DomainError `unavailable` when the database cannot be reached, or when access rights never come to
   *   rest; whatever `work` throws
   */
  async transaction<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.underProof([scope], (prove, auditKeys) =>
      this.inTransaction(async (runner) => {
        const [, epochs] = await Promise.all([
          runner.query(setTenant(scope.tenantId)),
          runNamed<AccessEpoch>(runner, { ...EPOCH, values: [scope.tenantId] }),
        ]);
        prove(epochs);
        const unit = new UnitOfWork(runner, auditKeys);
        const result = await work(unit);
        await unit.commit();
        return result;
      }),
    );
  }

  /**
   * Runs work of several requests of one tenant in one transaction: all of it happens, or nothing does. What it
   * runs first travels with the beginning, and is answered only when each of the principals is proven.
   *
   * @throws DomainError as {@link transaction}, also when one of the principals may no longer act
   */
  async shared<T>(scopes: readonly [Scope, ...Scope[]], work: (tx: Statements) => Promise<T>): Promise<T> {
    const { tenantId } = scopes[0];
    if (scopes.some((scope) => scope.tenantId !== tenantId)) throw new TypeError('These are of two tenants.');
    const begin = `begin; ${setTenant(tenantId)}`;
    return this.underProof(scopes, (prove, auditKeys) =>
      this.onConnection(async (client) => {
        inOneWrite(client);
        const opening = [client.query(begin), sendNamed(client, { ...EPOCH, values: [tenantId] })] as const;
        const opened = Promise.all(opening).then(([, epochs]) => prove(epochs as AccessEpoch[]));
        const commit = () => client.query('commit');
        const unit = new StatementUnit(async () => client, auditKeys, commit, opened);
        const [proof, worked] = await Promise.allSettled([opened, work(unit)]);
        if (proof.status === 'rejected') throw proof.reason;
        if (worked.status === 'rejected') throw worked.reason;
        await unit.commit();
        return worked.value;
      }),
    );
  }

  /**
   * The transaction of a request that does what the request is about, and whose result is its answer. With an
   * `Idempotency-Key`, the key and the outcome are stored in it: they are there if, and only if, the effect is.
   *
   * @throws AlreadyDone when the same key was used before; otherwise as {@link transaction}
   */
  async effect<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transaction(scope, (tx) =>
      once(tx, new IdempotencyKeys(scope.tenantId), scope.idempotency, () => work(tx)),
    );
  }

  /** The same as {@link effect} for work that begins outside of any tenant. */
  async platformEffect<T>(
    idempotency: IdempotentRequest | undefined,
    work: (tx: Transaction, enterTenant: (tenantId: number) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    return this.platformTransaction((tx, enterTenant) =>
      once(tx, new IdempotencyKeys(null), idempotency, () => work(tx, enterTenant)),
    );
  }

  /**
   * Runs read-only statements of the scope's tenant in one round trip: the tenant, the epoch and the
   * statements travel together, as one implicit transaction. Times are ISO 8601 texts.
   *
   * @returns the rows of each statement, in their order
   * @throws DomainError `unavailable` when the database cannot be reached
   */
  async read(scope: Scope, ...queries: readonly NamedQuery[]): Promise<QueryResultRow[][]> {
    const { epoch, rows } = await this.readOnce(scope, queries);
    if (epoch !== scope.accessEpoch) await this.checkStaleScope(scope);
    return rows;
  }

  /** Gives back what the reads keep of the pool; to be called before the data source is destroyed. */
  async close(): Promise<void> {
    await this.notifications.close();
    await this.readers.close();
  }

  private async readOnce(scope: Scope, queries: readonly NamedQuery[]) {
    const epochQuery = { ...EPOCH, values: [scope.tenantId] };
    try {
      const [epochs, ...results] = await this.readers.read(setTenant(scope.tenantId), [
        epochQuery,
        ...queries,
      ]);
      const epoch = (epochs!.rows as { access_epoch: number }[])[0]?.access_epoch;
      return { epoch, rows: results.map((result) => result.rows) };
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /**
   * Attempts a transaction until all principals are proven under the epoch that it finds.
   *
   * @param attempt - calls `prove` with what it finds
   */
  private async underProof<T>(
    scopes: readonly [Scope, ...Scope[]],
    attempt: (
      prove: (epochs: readonly AccessEpoch[]) => void,
      auditKeys: () => Promise<AuditKeys>,
    ) => Promise<T>,
  ): Promise<T> {
    // Before it begins: the keys may be read on another connection. Who needs them hears of a failure.
    const auditKeys = this.auditKeys(scopes[0]);
    await auditKeys.catch(() => undefined);
    const proven = scopes.map((scope) => ({ scope, epoch: scope.accessEpoch }));
    let found: number | undefined;
    const prove = (epochs: readonly AccessEpoch[]) => {
      found = epochs[0]?.access_epoch;
      if (proven.some(({ epoch }) => epoch !== found)) throw new StaleScope();
    };
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(prove, () => auditKeys);
      } catch (error) {
        // Checked outside of the transaction: it must not hold a connection while it waits for another.
        if (!(error instanceof StaleScope)) throw error;
        if (attempts === MAX_ATTEMPTS) throw restless();
        for (const one of proven) {
          if (one.epoch !== found) one.epoch = await this.checkStaleScope(one.scope);
        }
      }
    }
  }

  private async onConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      try {
        return await work(client);
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    } catch (error) {
      throw translateDatabaseError(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async inTransaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      return await work(runner);
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw translateDatabaseError(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

function noAuditKeys(): never {
  throw new TypeError('Nobody has the keys of audit events here.');
}

async function once<T>(
  tx: Transaction,
  keys: IdempotencyKeys,
  request: IdempotentRequest | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!request) return work();
  await keys.claim(tx, request);
  const result = await work();
  const outcome = request.outcomeOf(result);
  await keys.settle(tx, request, outcome);
  request.settled(outcome);
  return result;
}

function restless(): DomainError {
  const message = "The tenant's access rights change faster than this request can be done.";
  return new DomainError('unavailable', 'access_changing', message, { retryAfter: 1 });
}

/** The text is safe to build: a tenant's internal id is a checked integer (and parameters reach no shard). */
function setTenant(tenantId: number): string {
  if (!Number.isSafeInteger(tenantId)) throw new TypeError('A tenant id is an integer.');
  return `set local patchbay.tenant_id = '${tenantId}'`;
}
