import type { OutgoingHttpHeaders } from 'node:http';

import { isJsonObject, type JsonObject, ProbeError } from '#connector-sdk/opening';

import { exchange, type HttpAnswer, type HttpWay } from './http-exchange.js';
import { trinoHttpError, TrinoQueryError } from './trino-errors.js';

/** A row, its values in the order of the statement's columns. */
export type TrinoRow = readonly unknown[];

const ELSEWHERE =
  'The cluster names its pages by another scheme, host or port than the connection. Behind a proxy that takes http-server.process-forwarded=true.';

/**
 * Runs statements by Trino's client protocol (https://trino.io/docs/current/develop/client-protocol.html): one
 * request starts the query, each answer names the address of the next page, and the last one names none.
 *
 * @remarks Written here, for the driver follows these addresses wherever they lead, with the login, has no
 * time-out and cannot be stopped.
 */
export class TrinoStatements {
  /**
   * @param origin - of the cluster; pages lie there or nowhere
   * @param login - headers of one more request; asked for each, as a Kerberos token serves only once
   */
  constructor(
    private readonly way: HttpWay,
    private readonly origin: URL,
    private readonly login: () => Promise<OutgoingHttpHeaders>,
  ) {}

  /** All rows. @throws ProbeError, TrinoQueryError, or Node's error */
  async run(sql: string): Promise<readonly TrinoRow[]> {
    const rows: TrinoRow[] = [];
    for await (const row of this.stream(sql)) rows.push(row);
    return rows;
  }

  /** Rows as they come: the cluster is asked for a page when the one before is used up. */
  async *stream(sql: string): AsyncIterable<TrinoRow> {
    for await (const page of this.pages(sql)) yield* rowsOf(page);
  }

  /** All rows by the names of their columns. */
  async records(sql: string): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for await (const page of this.pages(sql)) {
      const names = columnNames(page);
      for (const row of rowsOf(page))
        found.push(Object.fromEntries(names.map((name, at) => [name, row[at]])));
    }
    return found;
  }

  private async *pages(sql: string): AsyncIterable<JsonObject> {
    let page = await this.send(new URL('/v1/statement', this.origin), sql);
    for (;;) {
      if (isJsonObject(page['error'])) throw new TrinoQueryError(page['error']);
      yield page;
      const next = page['nextUri'];
      if (typeof next !== 'string') return;
      page = await this.send(this.within(next));
    }
  }

  /** The version that the coordinator tells everybody, if it does. */
  async version(): Promise<string | null> {
    const answer = await exchange(this.way, new URL('/v1/info', this.origin), {
      method: 'GET',
      headers: await this.login(),
    });
    const info = readJson(answer.text);
    const version = info && isJsonObject(info['nodeVersion']) ? info['nodeVersion']['version'] : null;
    return answer.status === 200 && typeof version === 'string' ? version : null;
  }

  private async send(url: URL, body?: string): Promise<JsonObject> {
    const headers = await this.login();
    const answer = await exchange(
      this.way,
      url,
      body === undefined ? { method: 'GET', headers } : { method: 'POST', headers, body },
    );
    if (answer.status !== 200) throw trinoHttpError(answer, headers['authorization']);
    return pageOf(answer);
  }

  private within(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.origin !== this.origin.origin || url.username !== '') {
      throw new ProbeError('redirect_outside_target', { hint: ELSEWHERE });
    }
    return url;
  }
}

function pageOf({ text }: HttpAnswer): JsonObject {
  const page = readJson(text);
  if (page === undefined || typeof page['id'] !== 'string') throw new ProbeError('protocol_error');
  return page;
}

function rowsOf({ data = [] }: JsonObject): readonly TrinoRow[] {
  if (Array.isArray(data) && data.every((row) => Array.isArray(row))) return data as readonly TrinoRow[];
  throw new ProbeError('protocol_error');
}

function columnNames({ columns }: JsonObject): string[] {
  return Array.isArray(columns)
    ? columns.map((column) =>
        isJsonObject(column) && typeof column['name'] === 'string' ? column['name'] : '',
      )
    : [];
}

function readJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text between quotes; there is no other way out of it than a quote, which is doubled. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
