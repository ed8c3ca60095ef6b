import type { AthenaClient, TableMetadata } from '@aws-sdk/client-athena';

import {
  catalogColumn,
  type CatalogTable,
  type ColumnRow,
  ProbeError,
  type TableSummary,
} from '#connector-sdk/opening';

type Sdk = typeof import('@aws-sdk/client-athena');

/** Most that one answer of the service holds (ListDatabases, ListTableMetadata: `MaxResults`). */
const PAGE = 50;

/** What can be asked of Athena without running a query. */
export class AthenaCatalog {
  constructor(
    private readonly sdk: Sdk,
    private readonly client: AthenaClient,
    private readonly signal: AbortSignal,
  ) {}

  /** The version of the engine that a work group's queries run on. */
  async engineVersion(workGroup: string): Promise<string | null> {
    const { WorkGroup } = await this.client.send(
      new this.sdk.GetWorkGroupCommand({ WorkGroup: workGroup }),
      this.options,
    );
    if (WorkGroup === undefined) throw new ProbeError('protocol_error');
    if (WorkGroup.State === 'DISABLED') {
      throw new ProbeError('warehouse_not_found', {
        hint: 'The work group is disabled. Enable it, or use another.',
      });
    }
    return WorkGroup.Configuration?.EngineVersion?.EffectiveEngineVersion ?? null;
  }

  /** Fails unless the database is there. */
  async requireDatabase(catalog: string, database: string): Promise<void> {
    const request = new this.sdk.GetDatabaseCommand({ CatalogName: catalog, DatabaseName: database });
    await this.client.send(request, this.options);
  }

  async *databases(catalog: string): AsyncIterable<string> {
    let next: string | undefined;
    do {
      const { DatabaseList = [], NextToken } = await this.client.send(
        new this.sdk.ListDatabasesCommand({ CatalogName: catalog, MaxResults: PAGE, NextToken: next }),
        this.options,
      );
      for (const { Name = '' } of DatabaseList) yield Name;
      next = NextToken;
    } while (next !== undefined);
  }

  async *tables(catalog: string, schema: string, limit: number): AsyncIterable<TableSummary> {
    let left = limit;
    for await (const page of this.pages(catalog, schema, Math.min(PAGE, limit))) {
      for (const { Name = '', TableType } of page) {
        yield { catalog, schema, name: Name, kind: kindOf(TableType) };
      }
      left -= page.length;
      if (left <= 0) return;
    }
  }

  /** The tables of a database with all that the service says of them, an answer at a time. */
  async *described(catalog: string, schema: string): AsyncIterable<readonly CatalogTable[]> {
    for await (const page of this.pages(catalog, schema, PAGE)) {
      yield page.map((table) => described(catalog, schema, table));
    }
  }

  private async *pages(
    CatalogName: string,
    DatabaseName: string,
    MaxResults: number,
  ): AsyncIterable<readonly TableMetadata[]> {
    let next: string | undefined;
    do {
      const { TableMetadataList = [], NextToken } = await this.client.send(
        new this.sdk.ListTableMetadataCommand({ CatalogName, DatabaseName, MaxResults, NextToken: next }),
        this.options,
      );
      yield TableMetadataList;
      next = NextToken;
    } while (next !== undefined);
  }

  async columns(catalog: string, schema: string, table: string): Promise<ColumnRow[]> {
    return columnsOf(await this.metadata(catalog, schema, table));
  }

  async isView(catalog: string, schema: string, table: string): Promise<boolean> {
    return kindOf((await this.metadata(catalog, schema, table))?.TableType) === 'view';
  }

  private async metadata(
    CatalogName: string,
    DatabaseName: string,
    TableName: string,
  ): Promise<TableMetadata | undefined> {
    const { TableMetadata } = await this.client.send(
      new this.sdk.GetTableMetadataCommand({ CatalogName, DatabaseName, TableName }),
      this.options,
    );
    return TableMetadata;
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function columnsOf(table: TableMetadata | undefined): ColumnRow[] {
  const columns = [...(table?.Columns ?? []), ...(table?.PartitionKeys ?? [])];
  return columns.map(({ Name = '', Type = '', Comment }) => ({
    name: Name,
    type: Type,
    nullable: null,
    ...(Comment === undefined ? {} : { comment: Comment }),
  }));
}

function described(catalog: string, schema: string, table: TableMetadata): CatalogTable {
  const { Name = '', TableType, Parameters = {} } = table;
  // The first is the crawler's word, the second Hive's; -1 is that nobody knows.
  const rows = Number(Parameters['recordCount'] ?? Parameters['numRows'] ?? -1);
  return {
    catalog,
    schema,
    name: Name,
    kind: kindOf(TableType),
    comment: Parameters['comment'] ?? null,
    rows: rows >= 0 ? rows : null,
    columns: columnsOf(table).map(catalogColumn),
  };
}

/** As Glue names them (https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html). */
function kindOf(type: string | undefined): TableSummary['kind'] {
  if (type === 'VIRTUAL_VIEW') return 'view';
  return type === 'EXTERNAL_TABLE' ? 'external' : 'table';
}
