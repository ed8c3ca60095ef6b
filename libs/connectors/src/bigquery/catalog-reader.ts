import type { BigQuery, Dataset, Table } from '@google-cloud/bigquery';

import { type JsonObject, ProbeError, type TableFilter, type TableSummary, textOf } from '#connector-sdk';

const KINDS: Readonly<Record<string, TableSummary['kind']>> = {
  TABLE: 'table',
  SNAPSHOT: 'table',
  VIEW: 'view',
  MATERIALIZED_VIEW: 'materialized_view',
  EXTERNAL: 'external',
};
/** Datasets that one look takes in; the rest are not worth the requests. */
const DATASETS = 10;

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
    kind: (typeof type === 'string' ? KINDS[type] : undefined) ?? 'other',
  };
}
