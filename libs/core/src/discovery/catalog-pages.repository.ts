import { Injectable } from '@nestjs/common';
import type { CatalogColumn, CatalogTable } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type CatalogChange, columnChanges, contentHash } from './catalog-diff.js';
import { TABLE, type TableStatus } from './table-status.js';

/** The run that a page belongs to. */
export interface CatalogRun {
  readonly connectionId: number;
  readonly jobId: number;
  /** True: nothing is known to compare with, so nothing counts as a change. */
  readonly first: boolean;
}

interface StoredHead {
  readonly place: number;
  readonly id: number;
  readonly hash: Buffer;
  readonly status: TableStatus;
}

interface Found {
  readonly table: CatalogTable;
  /** Its columns as JSON, which are written once for the digest and the row. */
  readonly columns: string;
  readonly hash: Buffer;
}

interface PlacedChange extends CatalogChange {
  readonly tableId: number;
  readonly schema: string;
  readonly table: string;
}

/** Tables that are looked through at once for those that are gone. */
const SWEEP_PAGE = 10_000;

/**
 * Writes what a discovery finds, a page in one transaction. What is as it was costs one look-up by its digest, and no
 * write.
 */
@Injectable()
export class CatalogPagesRepository {
  /** How many tables a connection had when it was last looked at. */
  async count(tx: Transaction, scope: Scope, connectionId: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from catalog_tables
       where tenant_id = $1 and connection_id = $2 and status <> 'DEPRECATED'`,
      [scope.tenantId, connectionId],
    );
    return row!.count;
  }

  /** Stores one page. @returns the ids of its tables */
  async store(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    tables: readonly CatalogTable[],
  ): Promise<number[]> {
    const page = withoutDoubles(tables).map(found);
    const known = new Map((await this.known(tx, scope, run, page)).map((head) => [head.place, head]));
    const fresh = page.filter((_, place) => !known.has(place));
    const others = page.flatMap((found, place) => {
      const head = known.get(place);
      const back = head?.status === 'DEPRECATED';
      return head && (back || !head.hash.equals(found.hash)) ? [{ ...found, head, back }] : [];
    });
    const added = await this.insert(tx, scope, run, fresh);
    const changed = await this.update(tx, scope, others);
    if (!run.first) await this.writeChanges(tx, scope, run, [...added.changes, ...changed]);
    return [...[...known.values()].map(({ id }) => id), ...added.ids];
  }

  /**
   * Marks the tables that a whole run did not find.
   *
   * @param seen - the ids of those that it found
   */
  async sweep(tx: Transaction, scope: Scope, run: CatalogRun, seen: ReadonlySet<number>): Promise<number> {
    let gone = 0;
    for (let after = 0; ;) {
      const rows = await tx.query<{ id: number }>(
        `select id from catalog_tables where tenant_id = $1 and connection_id = $2 and id > $3
           and status <> 'DEPRECATED' order by id limit ${SWEEP_PAGE}`,
        [scope.tenantId, run.connectionId, after],
      );
      const missing = rows.map(({ id }) => id).filter((id) => !seen.has(id));
      if (missing.length > 0) await this.deprecate(tx, scope, run, missing);
      gone += missing.length;
      if (rows.length < SWEEP_PAGE) return gone;
      after = rows.at(-1)!.id;
    }
  }

  /** One look-up by name for each table, also while Postgres does not know yet how many the connection has. */
  private async known(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    page: readonly Found[],
  ): Promise<StoredHead[]> {
    return tx.run<StoredHead>({
      name: 'catalog_known',
      text: `select (i.place - 1)::int as place, t.id, t.hash, t.status
        from unnest($3::text[], $4::text[], $5::text[]) with ordinality as i(catalog, schema, name, place)
          cross join lateral (
            select id, content_hash as hash, status from catalog_tables
            where tenant_id = $1 and connection_id = $2 and schema_name = i.schema and name = i.name
              and catalog_name = i.catalog limit 1) t`,
      values: [scope.tenantId, run.connectionId, ...namesOf(page)],
    });
  }

  private async insert(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    page: readonly Found[],
  ): Promise<{ ids: number[]; changes: PlacedChange[] }> {
    if (page.length === 0) return { ids: [], changes: [] };
    const rows = await tx.run<{ id: number; schema: string; name: string }>({
      name: 'catalog_insert',
      text: `insert into catalog_tables
          (tenant_id, connection_id, catalog_name, schema_name, name, kind, comment, row_estimate, columns, content_hash)
        select $1, $2, * from
          unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], ${lines('$9')}, $10::bytea[])
        returning id, schema_name as schema, name`,
      values: [scope.tenantId, run.connectionId, ...namesOf(page), ...contentsOf(page)],
    });
    const changes = rows.map(({ id, schema, name }) => ({ ...WHOLE, tableId: id, schema, table: name }));
    return { ids: rows.map(({ id }) => id), changes };
  }

  private async update(
    tx: Transaction,
    scope: Scope,
    page: readonly (Found & { readonly head: StoredHead; readonly back: boolean })[],
  ): Promise<PlacedChange[]> {
    if (page.length === 0) return [];
    const ids = page.map(({ head }) => head.id);
    const old = await tx.query<{ id: number; columns: CatalogColumn[] }>(
      `select id, columns from catalog_tables where tenant_id = $1 and id = any($2::bigint[]) for update`,
      [scope.tenantId, ids],
    );
    const before = new Map(old.map(({ id, columns }) => [id, columns]));
    await tx.query(
      `update catalog_tables t set kind = i.kind, comment = i.comment, row_estimate = i.row_estimate,
         columns = i.columns, content_hash = i.hash, changed_at = now(), status = i.status
       from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], ${lines('$7')}, $8::bytea[])
         as i(id, status, kind, comment, row_estimate, columns, hash)
       where t.tenant_id = $1 and t.id = i.id`,
      [
        scope.tenantId,
        ids,
        page.map(({ head, back }) => TABLE.next(head.status, back ? 'found' : 'changed') ?? head.status),
        ...contentsOf(page),
      ],
    );
    return page.flatMap(({ table, head, back }): PlacedChange[] => {
      const place = { tableId: head.id, schema: table.schema ?? '', table: table.name };
      if (back) return [{ ...WHOLE, ...place }];
      return columnChanges(before.get(head.id) ?? [], table.columns).map((change) => ({
        ...change,
        ...place,
      }));
    });
  }

  private async deprecate(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    ids: readonly number[],
  ): Promise<void> {
    const rows = await tx.run<{ id: number; schema: string; name: string }>({
      name: 'catalog_deprecate',
      text: `update catalog_tables set status = 'DEPRECATED', changed_at = now()
        where tenant_id = $1 and id = any($2::bigint[]) returning id, schema_name as schema, name`,
      values: [scope.tenantId, ids],
    });
    const changes = rows.map(({ id, schema, name }): PlacedChange => ({
      change: 'table_removed',
      column: null,
      breaking: true,
      before: null,
      after: null,
      tableId: id,
      schema,
      table: name,
    }));
    await this.writeChanges(tx, scope, run, changes);
  }

  private async writeChanges(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    changes: readonly PlacedChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(
      `insert into catalog_changes
         (tenant_id, connection_id, job_id, table_id, schema_name, table_name, column_name, change, breaking, before, after)
       select $1, $2, $3, * from unnest(
         $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::jsonb[], $11::jsonb[])`,
      [
        scope.tenantId,
        run.connectionId,
        run.jobId,
        changes.map(({ tableId }) => tableId),
        changes.map(({ schema }) => schema),
        changes.map(({ table }) => table),
        changes.map(({ column }) => column),
        changes.map(({ change }) => change),
        changes.map(({ breaking }) => breaking),
        changes.map(({ before }) => before && JSON.stringify(before)),
        changes.map(({ after }) => after && JSON.stringify(after)),
      ],
    );
  }
}

const WHOLE: CatalogChange = {
  change: 'table_added',
  column: null,
  breaking: false,
  before: null,
  after: null,
};

function namesOf(page: readonly Found[]): [string[], string[], string[]] {
  return [
    page.map(({ table }) => table.catalog ?? ''),
    page.map(({ table }) => table.schema ?? ''),
    page.map(({ table }) => table.name),
  ];
}

function contentsOf(page: readonly Found[]): unknown[] {
  return [
    page.map(({ table }) => table.kind),
    page.map(({ table }) => table.comment),
    page.map(({ table }) => table.rows),
    page.map(({ columns }) => columns).join('\n'),
    page.map(({ hash }) => hash),
  ];
}

/** JSON has no line breaks of its own, and lines need no quoting of each text within an array. */
const lines = (parameter: string): string => `string_to_array(${parameter}::text, e'\\n')::jsonb[]`;

function found(table: CatalogTable): Found {
  const columns = JSON.stringify(table.columns);
  return { table, columns, hash: contentHash(table, columns) };
}

/** A source that shows a table twice shows one. */
function withoutDoubles(tables: readonly CatalogTable[]): CatalogTable[] {
  const byName = new Map(
    tables.map((table) => [JSON.stringify([table.catalog, table.schema, table.name]), table]),
  );
  return [...byName.values()];
}
