import type { AthenaClient, TableMetadata } from '@aws-sdk/client-athena';

import { type ColumnSummary, ProbeError, type TableSummary } from '#connector-sdk';

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
    let next: string | undefined;
    let left = limit;
    do {
      const { TableMetadataList = [], NextToken } = await this.client.send(
        new this.sdk.ListTableMetadataCommand({
          CatalogName: catalog,
          DatabaseName: schema,
          MaxResults: Math.min(PAGE, left),
          NextToken: next,
        }),
        this.options,
      );
      for (const { Name = '', TableType } of TableMetadataList) {
        yield { catalog, schema, name: Name, kind: kindOf(TableType) };
      }
      left -= TableMetadataList.length;
      next = NextToken;
    } while (next !== undefined && left > 0);
  }

  async columns(catalog: string, schema: string, table: string): Promise<ColumnSummary[]> {
    const { TableMetadata } = await this.client.send(
      new this.sdk.GetTableMetadataCommand({ CatalogName: catalog, DatabaseName: schema, TableName: table }),
      this.options,
    );
    return columnsOf(TableMetadata);
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function columnsOf(table: TableMetadata | undefined): ColumnSummary[] {
  return [...(table?.Columns ?? []), ...(table?.PartitionKeys ?? [])].map(({ Name = '', Type = '' }) => ({
    name: Name,
    type: Type,
    nullable: null,
  }));
}

/** As Glue names them (https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html). */
function kindOf(type: string | undefined): TableSummary['kind'] {
  if (type === 'VIRTUAL_VIEW') return 'view';
  return type === 'EXTERNAL_TABLE' ? 'external' : 'table';
}
