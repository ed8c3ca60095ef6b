import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { sqlState } from './database-error.js';
import { inOneWrite } from './one-write.js';
import { type NamedQuery, executeText, prepareText } from './prepared-read.js';
import { READ_TYPES } from './read-types.js';

type Results = QueryResult<QueryResultRow>[];

/** SQLSTATE of a prepared statement that is gone, after `discard all` for example. */
const NO_SUCH_STATEMENT = '26000';

/**
 * A few connections that all reads share. A read is one message and its own implicit transaction, so reads
 * of several requests can be under way on one connection; what is sent in one turn of the event loop leaves
 * in one write.
 */
export class SharedReaders {
  private readonly readers: (Promise<Reader> | null)[];
  private next = 0;

  /** @param count - how many connections of the pool they keep */
  constructor(
    private readonly pool: () => Pool,
    count: number,
  ) {
    this.readers = new Array<null>(count).fill(null);
  }

  /**
   * Runs `first` and the statements as one message.
   *
   * @returns the result of each statement, without that of `first`
   */
  async read(first: string, queries: readonly NamedQuery[]): Promise<Results> {
    const reader = await this.pick();
    try {
      return await reader.read(first, queries);
    } catch (error) {
      if (sqlState(error) !== NO_SUCH_STATEMENT) throw error;
      reader.forgetStatements();
      return reader.read(first, queries);
    }
  }

  /** Gives the connections back to the pool, so that it can end. */
  async close(): Promise<void> {
    for (const [slot, reader] of this.readers.entries()) {
      this.readers[slot] = null;
      await reader?.then((open) => open.release()).catch(() => undefined);
    }
  }

  private pick(): Promise<Reader> {
    const slot = (this.next = (this.next + 1) % this.readers.length);
    return (this.readers[slot] ??= this.open(slot));
  }

  private async open(slot: number): Promise<Reader> {
    const forget = () => {
      this.readers[slot] = null;
    };
    try {
      return new Reader(await this.pool().connect(), forget);
    } catch (error) {
      forget();
      throw error;
    }
  }
}

class Reader {
  private readonly statements = new Set<string>();
  private released = false;

  constructor(
    private readonly client: PoolClient,
    private readonly onLost: () => void,
  ) {
    // One loss can be told several times, and an error that nobody hears would end the process.
    client.on('error', this.drop);
    client.on('end', this.drop);
  }

  async read(first: string, queries: readonly NamedQuery[]): Promise<Results> {
    inOneWrite(this.client);
    const preparing = queries
      .filter(({ name }) => !this.statements.has(name))
      .map((query) => this.prepare(query));
    const text = [first, ...queries.map(executeText)].join('; ');
    const reading = this.client.query({ text, types: READ_TYPES });
    if (preparing.length > 0) await Promise.all([...preparing, reading.catch(() => undefined)]);
    // A message of several statements is answered by a list of results, which the driver's types leave out.
    return ((await reading) as unknown as Results).slice(1);
  }

  forgetStatements(): void {
    this.statements.clear();
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.client.off('error', this.drop);
    this.client.off('end', this.drop);
    this.onLost();
    this.client.release();
  }

  private readonly drop = (): void => {
    if (this.released) return;
    this.released = true;
    this.onLost();
    this.client.release(true);
  };

  /** Sent before the message that executes it, on the same connection: it need not be waited for. */
  private async prepare(query: NamedQuery): Promise<void> {
    this.statements.add(query.name);
    try {
      await this.client.query(prepareText(query));
    } catch (error) {
      this.statements.delete(query.name);
      throw error;
    }
  }
}
