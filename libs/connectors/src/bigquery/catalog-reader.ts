import type { BigQuery, Dataset, Table } from '@google-cloud/bigquery';

import {
  type CatalogFilter,
  type CatalogTable,
  googleFailure,
  type JsonObject,
  type LookStatements,
  namedSchemas,
  passesFilter,
  ProbeError,
  type TableFilter,
  type TableName,
  type TableSummary,
  textOf,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { kindOf, type TableMetadata, tableOf } from './table-metadata.js';

const NOT_FOUND = 404;
/** Datasets that one look takes in; the rest are not worth the requests. */
const DATASETS = 10;
/** Datasets of one answer, where all of them are wanted. */
const DATASETS_AT_ONCE = 100;
/** Tables that are asked about at the same time. */
const AT_ONCE = 8;

/** Reads the declared project, or the one dataset of it that the connection names. */
export class CatalogReader {
  private readonly projectId: string;
  private readonly dataset: string | undefined;

  constructor(
    private readonly bigquery: BigQuery,
    private readonly payload: JsonObject,
  ) {
    this.projectId = textOf(payload, 'project') ?? '';
    this.dataset = textOf(payload, 'dataset');
  }

  /** @throws ProbeError `wrong_region` for a dataset that is in another location */
  async requireDeclared(): Promise<void> {
    if (this.dataset === undefined) {
      await this.datasets(1);
      return;
    }
    const answer: readonly unknown[] = await this.named(this.dataset).getMetadata();
    const { location } = answer[0] as { location?: unknown };
    const declared = textOf(this.payload, 'location');
    if (typeof location !== 'string') throw new ProbeError('protocol_error');
    if (declared !== undefined && declared.toLowerCase() !== location.toLowerCase()) {
      throw new ProbeError('wrong_region', {
        hint: 'The dataset is in another location than the connection names.',
      });
    }
  }

  /** Has a query planned, which costs nothing. */
  async planQuery(timeoutMs: number): Promise<void> {
    const location = textOf(this.payload, 'location');
    const maximumBytesBilled = textOf(this.payload, 'maximum_bytes_billed');
    await this.bigquery.createQueryJob({
      query: 'select 1',
      dryRun: true,
      jobTimeoutMs: timeoutMs,
      ...(location === undefined ? {} : { location }),
      ...(maximumBytesBilled === undefined ? {} : { maximumBytesBilled }),
    });
  }

  async *tables({ schema, limit }: TableFilter): AsyncGenerator<TableSummary> {
    const wanted = schema ?? this.dataset;
    const datasets = wanted === undefined ? await this.datasets(DATASETS) : [this.named(wanted)];
    let left = limit;
    for (const dataset of datasets) {
      const [tables] = await dataset.getTables({ maxResults: left, autoPaginate: false });
      for (const table of tables) yield summaryOf(table, dataset, this.projectId);
      left -= tables.length;
      if (left <= 0) return;
    }
  }

  /** All tables that the filter lets through; each is asked about alone, which is free where a query is not. */
  async *catalog(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly CatalogTable[]> {
    const own = withinOwnSchema(filter, this.dataset);
    const wanted = namedSchemas(own);
    for await (const dataset of wanted ? wanted.map((name) => this.named(name)) : this.allDatasets()) {
      for await (const page of this.tablesOf(dataset, pageSize)) {
        const chosen = page.filter(({ id }) =>
          passesFilter(own, { schema: dataset.id ?? null, name: id ?? '' }),
        );
        yield await this.described(dataset, chosen);
      }
    }
  }

  /** Example rows of a table are free; those of a view, and values of columns, would be a query. */
  look({ schema, name }: TableName): LookStatements {
    const table = this.named(schema ?? '').table(name);
    const metadata = async () => (await table.getMetadata())[0] as TableMetadata;
    return {
      ddl: async () => {
        const { view, materializedView } = await metadata();
        const place = `\`${this.projectId}.${schema ?? ''}.${name}\``;
        if (view?.query !== undefined) return `CREATE VIEW ${place} AS\n${view.query}`;
        const query = materializedView?.query;
        return query === undefined ? null : `CREATE MATERIALIZED VIEW ${place} AS\n${query}`;
      },
      rows: async (maxResults) => {
        if (kindOf((await metadata()).type) !== 'table') return [];
        const [rows] = await table.getRows({ maxResults, autoPaginate: false });
        return (rows as Record<string, unknown>[]).map(plainRow);
      },
      values: async () => [],
    };
  }

  private async *allDatasets(): AsyncIterable<Dataset> {
    let pageToken: string | undefined;
    do {
      const [datasets, next] = await this.bigquery.getDatasets({
        projectId: this.projectId,
        maxResults: DATASETS_AT_ONCE,
        autoPaginate: false,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      yield* datasets;
      ({ pageToken } = (next ?? {}) as { pageToken?: string });
    } while (pageToken !== undefined);
  }

  private async *tablesOf(dataset: Dataset, maxResults: number): AsyncIterable<readonly Table[]> {
    let pageToken: string | undefined;
    do {
      const [tables, next] = await dataset.getTables({
        maxResults,
        autoPaginate: false,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      yield tables;
      ({ pageToken } = (next ?? {}) as { pageToken?: string });
    } while (pageToken !== undefined);
  }

  private async described(dataset: Dataset, tables: readonly Table[]): Promise<CatalogTable[]> {
    const found: CatalogTable[] = [];
    for (let at = 0; at < tables.length; at += AT_ONCE) {
      const some = tables.slice(at, at + AT_ONCE);
      found.push(...(await Promise.all(some.map((table) => this.describedTable(dataset, table)))).flat());
    }
    return found;
  }

  /** None for a table that was there a moment ago. */
  private async describedTable(dataset: Dataset, table: Table): Promise<CatalogTable[]> {
    const name = { catalog: this.projectId, schema: dataset.id ?? null, name: table.id ?? '' };
    try {
      return [tableOf(name, (await table.getMetadata())[0] as TableMetadata)];
    } catch (error) {
      if (googleFailure(error)?.status === NOT_FOUND) return [];
      throw error;
    }
  }

  private async datasets(maxResults: number): Promise<Dataset[]> {
    const { projectId } = this;
    const [datasets] = await this.bigquery.getDatasets({ projectId, maxResults, autoPaginate: false });
    return datasets;
  }

  private named(dataset: string): Dataset {
    return this.bigquery.dataset(dataset, { projectId: this.projectId });
  }
}

function summaryOf(table: Table, dataset: Dataset, catalog: string): TableSummary {
  const { type } = table.metadata as { type?: unknown };
  return {
    catalog,
    schema: dataset.id ?? null,
    name: table.id ?? '',
    kind: kindOf(type),
  };
}

/** Dates and times come as objects with a `value`. */
function plainRow(row: Record<string, unknown>): Record<string, unknown> {
  const plain = (cell: unknown): unknown =>
    typeof cell === 'object' && cell !== null && 'value' in cell && Object.keys(cell).length === 1
      ? cell.value
      : cell;
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plain(cell)]));
}
