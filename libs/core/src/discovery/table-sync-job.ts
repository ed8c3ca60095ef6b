import { Injectable } from '@nestjs/common';
import type { CatalogColumn, Errand, TableLook } from '#connector-sdk';
import { TenantDatabase, type Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { CONNECTION_DELETED, type JobHandler, type JobOutcome, type JobRun } from '../jobs/job-handler.js';
import type { JobRow } from '../jobs/job-row.js';
import { settingsOf } from '../settings/tenant-settings.js';
import { SourceVisits } from './source-visits.js';
import { TABLE, type TableEvent } from './table-status.js';
import { TablesRepository } from './tables.repository.js';

const EXAMPLE_ROWS = 3;
/** Columns whose values are looked at, each by a statement of its own. */
const MOST_COLUMNS = 100;
const LOOK_MS = 120_000;

/** Looks at one table closely. */
@Injectable()
export class TableSyncJob implements JobHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tables: TablesRepository,
    private readonly visits: SourceVisits,
  ) {}

  async run(scope: Scope, job: JobRow, { signal, progress }: JobRun): Promise<JobOutcome> {
    const table = job.tableId === null ? null : await this.tables.find(scope, job.tableId);
    if (!table) return CONNECTION_DELETED;
    const examples = settingsOf(scope).example_rows;
    const { name, columns } = table;
    const what: Errand = {
      kind: 'look',
      table: { catalog: table.catalog || null, schema: table.schema || null, name },
      wishes: {
        rows: examples ? EXAMPLE_ROWS : 0,
        categories: examples
          ? columns
              .filter(mayBeCategory)
              .map((column) => column.name)
              .slice(0, MOST_COLUMNS)
          : [],
      },
      pageMs: LOOK_MS,
    };
    const look = async (found: TableLook): Promise<void> =>
      this.database.transaction(scope, async (tx) => {
        await this.tables.setLook(tx, scope, table.id, found, examples);
        await progress(tx, { tables_seen: 1, tables_done: 1, tables_total: 1 });
      });
    const ended = await this.visits.go(scope, job.connectionId, what, { look }, signal);
    return ended ?? { state: 'succeeded' };
  }

  async ended(tx: Transaction, scope: Scope, job: JobRow, outcome: JobOutcome): Promise<void> {
    const table = job.tableId === null ? null : await this.tables.lock(tx, scope, job.tableId);
    if (!table) return;
    const event: TableEvent = `sync_${outcome.state}`;
    const status = TABLE.next(table.status, event);
    if (status === null) return;
    const error = outcome.state === 'failed' ? outcome.error : null;
    await this.tables.setStatus(tx, scope, table.id, status, error);
  }
}

/** Values that are also data of people's (examples) are looked at only where the tenant wants examples. */
function mayBeCategory({ normal, primaryKey }: CatalogColumn): boolean {
  return !primaryKey && (normal === 'string' || normal === 'boolean');
}
