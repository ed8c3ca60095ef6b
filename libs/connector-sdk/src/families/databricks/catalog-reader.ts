import type { TableFilter, TableSummary } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import type { WatchedAgents } from '../http-driver/watched-agents.js';
import type { DatabricksPlace } from './open-databricks.js';

/** The part of the driver's session that is used. */
interface Session {
  getInfo(infoType: number): Promise<{ getValue(): unknown }>;
  executeStatement(statement: string, options: object): Promise<Operation>;
  getTables(request: object): Promise<Operation>;
}
interface Operation {
  fetchChunk(options: object): Promise<object[]>;
  close(): Promise<unknown>;
}
type Row = Readonly<Record<string, unknown>>;

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
    const [row] = await this.rows(
      this.session.executeStatement(SESSION, { ...IN_THE_ANSWER, maxRows: 1 }),
      1,
    );
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

function kindOf(type: string): TableSummary['kind'] {
  return KINDS.find(([text]) => text.test(type))?.[1] ?? 'table';
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
