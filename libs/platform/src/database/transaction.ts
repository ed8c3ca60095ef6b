import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { DomainError } from '#platform/errors';
import { translateDatabaseError } from './database-error.js';
import { inOneWrite } from './one-write.js';

/** A statement that is prepared under its name on each connection that runs it; one name, one text. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What turns the nonce of an audit event into the key of that one event. */
export interface AuditKeys {
  auditEventKey(nonce: Buffer): Buffer;
}

/** What work may send on the connection of its transaction. */
export interface Statements {
  /** Runs a statement with a name: a connection parses and plans it once. For what is hot. */
  run<Row>(statement: NamedStatement): Promise<Row[]>;
  /**
   * Has a statement run after all others, in one message with the commit: what it locks is held no longer
   * than that. Several run in the order of the calls. When it fails, nothing of the transaction happens.
   *
   * @param refusal - what the caller gets to know when it fails, unless the database cannot be reached
   */
  atCommit(statement: NamedStatement, refusal: (cause: unknown) => Error): void;
  /** The keys of the tenant's audit events; rejects where there are none. */
  auditKeys(): Promise<AuditKeys>;
}

/** What a unit of work may use: TypeORM's manager too, and plain SQL on the same connection. */
export interface Transaction extends Statements {
  readonly manager: EntityManager;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

interface LastStatement {
  readonly statement: NamedStatement;
  readonly refusal: (cause: unknown) => Error;
}

/** Statements of a transaction that has begun, or begins with them. */
export class StatementUnit implements Statements {
  private readonly last: LastStatement[] = [];

  /**
   * @param opened - what must be well before the work learns what its statements answered
   * @param end - commits
   */
  constructor(
    private readonly client: () => Promise<unknown>,
    readonly auditKeys: () => Promise<AuditKeys>,
    private readonly end: () => Promise<unknown>,
    private readonly opened: Promise<void> = Promise.resolve(),
  ) {}

  async run<Row>(statement: NamedStatement): Promise<Row[]> {
    const [rows] = await Promise.all([sendNamed<Row>(await this.client(), statement), this.opened]);
    return rows;
  }

  atCommit(statement: NamedStatement, refusal: (cause: unknown) => Error): void {
    this.last.push({ statement, refusal });
  }

  /** Ends it. A commit behind a statement that failed is a rollback, so neither waits for the other. */
  async commit(): Promise<void> {
    const client = await this.client();
    const running = this.last.map(({ statement }) => sendNamed(client, statement));
    const [ended, ...ran] = await Promise.allSettled([this.end(), ...running]);
    for (const [index, { refusal }] of this.last.entries()) {
      const result = ran[index]!;
      if (result.status === 'rejected') throw known(result.reason) ?? refusal(result.reason);
    }
    if (ended.status === 'rejected') throw ended.reason;
  }
}

/** A transaction on a runner that has begun one. */
export class UnitOfWork extends StatementUnit implements Transaction {
  constructor(
    private readonly runner: QueryRunner,
    auditKeys: () => Promise<AuditKeys>,
  ) {
    super(
      () => runner.connect(),
      auditKeys,
      () => runner.commitTransaction(),
    );
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.runner.query(text, [...values])) as Row[];
  }
}

function known(error: unknown): DomainError | null {
  const translated = translateDatabaseError(error);
  return translated instanceof DomainError ? translated : null;
}

/** TypeORM's runner knows no names, so this goes to the driver's client, which is connected already. */
export async function runNamed<Row>(runner: QueryRunner, statement: NamedStatement): Promise<Row[]> {
  return sendNamed(await runner.connect(), statement);
}

/** The shared readers prepare statements of their own on connections of the same pool, hence the prefix. */
export async function sendNamed<Row>(
  client: unknown,
  { name, text, values }: NamedStatement,
): Promise<Row[]> {
  inOneWrite(client as PoolClient);
  const { rows } = await (client as PoolClient).query({ name: `tx_${name}`, text, values: [...values] });
  return rows as Row[];
}
