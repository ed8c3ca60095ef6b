import { setTimeout as wait } from 'node:timers/promises';
import type { AthenaClient, Row as ResultRow } from '@aws-sdk/client-athena';

import { ProbeError } from '#connector-sdk/opening';

type Sdk = typeof import('@aws-sdk/client-athena');

/** Where a query runs, and where Athena puts its result. */
export interface QueryPlace {
  readonly workGroup: string;
  readonly catalog: string;
  readonly database: string;
}

/** Cells by position, null for what has no value. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Milliseconds until a query is asked about for the first time; each further wait is twice as long. */
const FIRST_WAIT = 150;
const LONGEST_WAIT = 2_000;

/** A query that Athena took and did not finish. */
export class AthenaQueryError extends Error {
  /** @param reason - what Athena says of it; it names tables and places, so it is read and never shown */
  constructor(
    readonly reason: string,
    readonly category: number | undefined,
  ) {
    super('The query failed.');
  }
}

/** Runs queries one at a time, and reads their results through Athena itself: nothing of ours reaches the bucket. */
export class AthenaQueries {
  private running: string | undefined;

  /** @param results - where results go; without it the work group has to say it */
  constructor(
    private readonly sdk: Sdk,
    private readonly client: AthenaClient,
    private readonly signal: AbortSignal,
    private readonly results: string | undefined,
  ) {}

  /** The first page of a result, which is all of a small one. @throws AthenaQueryError, or the SDK's errors */
  async run(sql: string, { workGroup, catalog, database }: QueryPlace): Promise<QueryResult> {
    const { QueryExecutionId: id } = await this.client.send(
      new this.sdk.StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: workGroup,
        QueryExecutionContext: { Catalog: catalog, Database: database },
        ...(this.results === undefined ? {} : { ResultConfiguration: { OutputLocation: this.results } }),
      }),
      this.options,
    );
    if (id === undefined) throw new ProbeError('protocol_error');
    this.running = id;
    await this.ended(id);
    this.running = undefined;
    const { ResultSet } = await this.client.send(
      new this.sdk.GetQueryResultsCommand({ QueryExecutionId: id }),
      this.options,
    );
    const columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
    const rows = (ResultSet?.Rows ?? []).map(cellsOf);
    // Results of queries begin with the names of the columns, those of other statements do not.
    const named = rows[0]?.every((cell, at) => cell === columns[at]) === true;
    return { columns, rows: named ? rows.slice(1) : rows };
  }

  /** Stops a query that nobody waits for any more; it would go on, and be billed. */
  async stop(): Promise<void> {
    if (this.running === undefined) return;
    await this.client.send(new this.sdk.StopQueryExecutionCommand({ QueryExecutionId: this.running }));
  }

  private async ended(id: string): Promise<void> {
    for (let pause = FIRST_WAIT; ; pause = Math.min(2 * pause, LONGEST_WAIT)) {
      const { QueryExecution } = await this.client.send(
        new this.sdk.GetQueryExecutionCommand({ QueryExecutionId: id }),
        this.options,
      );
      const { State, StateChangeReason = '', AthenaError } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') return;
      if (State !== 'QUEUED' && State !== 'RUNNING') {
        this.running = undefined;
        throw new AthenaQueryError(StateChangeReason, AthenaError?.ErrorCategory);
      }
      await wait(pause, undefined, { signal: this.signal });
    }
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function cellsOf({ Data = [] }: ResultRow): (string | null)[] {
  return Data.map(({ VarCharValue = null }) => VarCharValue);
}
