import type { CatalogFilter, CatalogTable, LookWishes } from '../../catalog/catalog.js';
import type { TableHead } from '../../catalog/column-rows.js';
import { groupedCatalog, type PlacedColumn } from '../../catalog/grouped-catalog.js';
import type { LookStatements } from '../../catalog/look-at-table.js';
import { yesOrNo } from '../../catalog/standard-catalog.js';
import { namedSchemas, passesFilter, withinOwnSchema } from '../../catalog/table-patterns.js';
import type { TableFilter, TableName, TableSummary } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import type { WatchedAgents } from '../http-driver/watched-agents.js';
import { databricksLook } from './databricks-look.js';
import type { DatabricksPlace } from './open-databricks.js';

/** The part of the driver's session that is used. */
interface Session {
  getInfo(infoType: number): Promise<{ getValue(): unknown }>;
  executeStatement(statement: string, options: object): Promise<Operation>;
  getTables(request: object): Promise<Operation>;
  getColumns(request: object): Promise<Operation>;
}
interface Operation {
  fetchChunk(options: object): Promise<object[]>;
  hasMoreRows(): Promise<boolean>;
  close(): Promise<unknown>;
}
type Row = Readonly<Record<string, unknown>>;

/** Rows of one answer. */
const ROWS_AT_ONCE = 10_000;
/** CLI_DBMS_VER of the Thrift interface. */
const VERSION_INFO = 18;
/** Results in the answer itself: otherwise they come from the cloud's storage, which nobody declared. */
const IN_THE_ANSWER = { useCloudFetch: false, useLZ4Compression: false };
const SESSION = 'select current_catalog() as catalog, current_database() as schema';

const KINDS: readonly (readonly [RegExp, TableSummary['kind']])[] = [
  [/MATERIALIZED/i, 'materialized_view'],
  [/VIEW/i, 'view'],
  [/EXTERNAL|FOREIGN/i, 'external'],
];

/** Reads what a session sees, in bounded chunks: asked for all, the driver asks on until a page is empty. */
export class CatalogReader {
  constructor(
    private readonly session: Session,
    private readonly agents: WatchedAgents,
    private readonly place: Pick<DatabricksPlace, 'catalog' | 'schema'>,
  ) {}

  async version(): Promise<string | null> {
    const info = await this.agents.unlessBroken(this.session.getInfo(VERSION_INFO));
    return asText(info.getValue());
  }

  /** @throws ProbeError for a catalog or schema that was declared, and that the session does not stand in */
  async requireNames(): Promise<void> {
    const [row] = await this.query(SESSION, 1);
    if (row === undefined) throw new ProbeError('protocol_error');
    const { catalog, schema } = this.place;
    if (!isSame(catalog, row['catalog'])) throw new ProbeError('database_not_found');
    if (!isSame(schema, row['schema'])) throw new ProbeError('schema_not_found');
  }

  async *tables({ catalog, schema, limit }: TableFilter): AsyncGenerator<TableSummary> {
    const catalogName = catalog ?? this.place.catalog;
    const schemaName = schema ?? this.place.schema;
    const request = {
      ...(catalogName === undefined ? {} : { catalogName }),
      ...(schemaName === undefined ? {} : { schemaName: asPattern(schemaName) }),
      maxRows: limit,
    };
    for (const row of await this.rows(this.session.getTables(request), limit)) {
      yield {
        catalog: asText(row['TABLE_CAT']),
        schema: asText(row['TABLE_SCHEM']),
        name: asText(row['TABLE_NAME']) ?? '',
        kind: kindOf(asText(row['TABLE_TYPE']) ?? ''),
      };
    }
  }

  /**
   * Tables and columns of the catalog that the session stands in, schema by schema where the filter names some, by the
   * service's own metadata calls; rows are fetched when they are wanted.
   */
  async *catalog(filter: CatalogFilter, pageSize: number): AsyncIterable<readonly CatalogTable[]> {
    const own = withinOwnSchema(filter, this.place.schema);
    const [session] = await this.query(SESSION, 1);
    const catalog = asText(session?.['catalog']);
    for (const schema of namedSchemas(own) ?? [undefined]) {
      const request = {
        ...(catalog === null ? {} : { catalogName: catalog }),
        ...(schema === undefined ? {} : { schemaName: asPattern(schema) }),
        maxRows: ROWS_AT_ONCE,
      };
      const heads: TableHead[] = [];
      for await (const row of this.stream(this.session.getTables(request))) {
        const head = headOf(row);
        if (passesFilter(own, head) && head.schema !== 'information_schema') heads.push(head);
      }
      yield* groupedCatalog(
        { heads, columns: placed(this.stream(this.session.getColumns(request))) },
        pageSize,
      );
    }
  }

  look(table: TableName, wishes: LookWishes): LookStatements {
    return databricksLook((sql, limit) => this.query(sql, limit), table, wishes);
  }

  private query(sql: string, maxRows: number): Promise<readonly Row[]> {
    return this.rows(this.session.executeStatement(sql, { ...IN_THE_ANSWER, maxRows }), maxRows);
  }

  private async *stream(started: Promise<Operation>): AsyncIterable<Row> {
    const operation = await this.agents.unlessBroken(started);
    try {
      do {
        const rows = await this.agents.unlessBroken(operation.fetchChunk({ maxRows: ROWS_AT_ONCE }));
        yield* rows as readonly Row[];
      } while (await this.agents.unlessBroken(operation.hasMoreRows()));
    } finally {
      await operation.close();
    }
  }

  private async rows(started: Promise<Operation>, maxRows: number): Promise<readonly Row[]> {
    const read = async (): Promise<readonly Row[]> => {
      const operation = await started;
      const rows = (await operation.fetchChunk({ maxRows })) as readonly Row[];
      await operation.close();
      return rows.slice(0, maxRows);
    };
    return this.agents.unlessBroken(read());
  }
}

/** Schemas are asked for by a pattern, in which these two stand for others. */
function asPattern(name: string): string {
  return name.replace(/[\\_%]/g, '\\$&');
}

/** Names are folded by the service. */
function isSame(declared: string | undefined, found: unknown): boolean {
  return declared === undefined || declared.toLowerCase() === asText(found)?.toLowerCase();
}

function headOf(row: Row): TableHead {
  return {
    catalog: asText(row['TABLE_CAT']),
    schema: asText(row['TABLE_SCHEM']),
    name: asText(row['TABLE_NAME']) ?? '',
    kind: kindOf(asText(row['TABLE_TYPE']) ?? ''),
    comment: asText(row['REMARKS']),
    rows: null,
  };
}

async function* placed(rows: AsyncIterable<Row>): AsyncIterable<PlacedColumn> {
  for await (const row of rows) {
    yield {
      schema: asText(row['TABLE_SCHEM']),
      table: asText(row['TABLE_NAME']) ?? '',
      name: asText(row['COLUMN_NAME']) ?? '',
      type: asText(row['TYPE_NAME']) ?? '',
      nullable: yesOrNo(asText(row['IS_NULLABLE'])),
      comment: asText(row['REMARKS']),
    };
  }
}

function kindOf(type: string): TableSummary['kind'] {
  return KINDS.find(([text]) => text.test(type))?.[1] ?? 'table';
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
