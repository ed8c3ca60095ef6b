import { Injectable } from '@nestjs/common';
import type { CatalogColumn, CatalogTable, TableMark, TableName } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type CatalogChange, columnChanges, contentHash } from './catalog-diff.js';
import { TABLE, type TableStatus } from './table-status.js';

/** The run that a page belongs to. */
export interface CatalogRun {
  readonly connectionId: number;
  readonly jobId: number;
  /** The connection's: marks count as long as it is the same, since another one may lead to another source. */
  readonly version: number;
  /** True: nothing is known to compare with, so nothing counts as a change. */
  readonly first: boolean;
}

interface StoredHead {
  readonly place: number;
  readonly id: number;
  readonly hash: Buffer;
  readonly mark: string | null;
  readonly status: TableStatus;
}

interface Found {
  readonly table: CatalogTable;
  /** Its columns as JSON, which are written once for the digest and the row. */
  readonly columns: string;
  readonly hash: Buffer;
  readonly mark: string | null;
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

  /** The ids of the tables that are as they were, by their places among the marks. */
  async unchanged(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    marks: readonly TableMark[],
  ): Promise<ReadonlyMap<number, number>> {
    const same = (await this.known(tx, scope, run, marks)).filter(
      ({ place, mark, status }) => status !== 'DEPRECATED' && mark === markOf(run, marks[place]!.mark),
    );
    return new Map(same.map(({ place, id }) => [place, id]));
  }

  /** Stores one page. @returns the ids of its tables */
  async store(
    tx: Transaction,
    scope: Scope,
    run: CatalogRun,
    tables: readonly CatalogTable[],
  ): Promise<number[]> {
    const page = withoutDoubles(tables).map((table) => found(run, table));
    const known = new Map(
      (await this.known(tx, scope, run, namesIn(page))).map((head) => [head.place, head]),
    );
    const fresh = page.filter((_, place) => !known.has(place));
    const others = page.flatMap((found, place) => {
      const head = known.get(place);
      const back = head?.status === 'DEPRECATED';
      const differs = head && !found.table.columnsUnread && !head.hash.equals(found.hash);
      return head && (back || differs) ? [{ ...found, head, back }] : [];
    });
    const added = await this.insert(tx, scope, run, fresh);
    const changed = await this.update(tx, scope, others);
    await this.remark(
      tx,
      scope,
      page.flatMap(({ hash, mark }, place) => {
        const head = known.get(place);
        const same = head !== undefined && head.status !== 'DEPRECATED' && head.hash.equals(hash);
        return same && head.mark !== mark ? [{ id: head.id, mark }] : [];
      }),
    );
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
    tables: readonly TableName[],
  ): Promise<StoredHead[]> {
    return tx.run<StoredHead>({
      name: 'catalog_known',
      text: `select (i.place - 1)::int as place, t.id, t.hash, t.mark, t.status
        from unnest($3::text[], $4::text[], $5::text[]) with ordinality as i(catalog, schema, name, place)
          cross join lateral (
            select id, content_hash as hash, source_mark as mark, status from catalog_tables
            where tenant_id = $1 and connection_id = $2 and schema_name = i.schema and name = i.name
              and catalog_name = i.catalog limit 1) t`,
      values: [scope.tenantId, run.connectionId, ...namesOf(tables)],
    });
  }

  /** The source wrote something of these tables that nobody sees here. */
  private async remark(
    tx: Transaction,
    scope: Scope,
    marks: readonly { readonly id: number; readonly mark: string | null }[],
  ): Promise<void> {
    if (marks.length === 0) return;
    await tx.query(
      `update catalog_tables t set source_mark = i.mark from unnest($2::bigint[], $3::text[]) as i(id, mark)
       where t.tenant_id = $1 and t.id = i.id`,
      [scope.tenantId, marks.map(({ id }) => id), marks.map(({ mark }) => mark)],
    );
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
          (tenant_id, connection_id, catalog_name, schema_name, name, kind, comment, row_estimate, columns, content_hash,
           source_mark)
        select $1, $2, * from
          unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], ${lines('$9')}, $10::bytea[], $11::text[])
        returning id, schema_name as schema, name`,
      values: [scope.tenantId, run.connectionId, ...namesOf(namesIn(page)), ...contentsOf(page)],
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
         columns = i.columns, content_hash = i.hash, source_mark = i.mark, changed_at = now(), status = i.status
       from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], ${lines('$7')}, $8::bytea[], $9::text[])
         as i(id, status, kind, comment, row_estimate, columns, hash, mark)
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

const namesIn = (page: readonly Found[]): TableName[] => page.map(({ table }) => table);

function namesOf(tables: readonly TableName[]): [string[], string[], string[]] {
  return [
    tables.map(({ catalog }) => catalog ?? ''),
    tables.map(({ schema }) => schema ?? ''),
    tables.map(({ name }) => name),
  ];
}

function contentsOf(page: readonly Found[]): unknown[] {
  return [
    page.map(({ table }) => table.kind),
    page.map(({ table }) => table.comment),
    page.map(({ table }) => table.rows),
    page.map(({ columns }) => columns).join('\n'),
    page.map(({ hash }) => hash),
    page.map(({ mark }) => mark),
  ];
}

/** JSON has no line breaks of its own, and lines need no quoting of each text within an array. */
const lines = (parameter: string): string => `string_to_array(${parameter}::text, e'\\n')::jsonb[]`;

function found(run: CatalogRun, table: CatalogTable): Found {
  const columns = JSON.stringify(table.columns);
  const mark = table.mark === undefined ? null : markOf(run, table.mark);
  return { table, columns, hash: contentHash(table, columns), mark };
}

const markOf = ({ version }: CatalogRun, mark: string): string => `${version} ${mark}`;

/** A source that shows a table twice shows one. */
function withoutDoubles(tables: readonly CatalogTable[]): CatalogTable[] {
  const byName = new Map(
    tables.map((table) => [JSON.stringify([table.catalog, table.schema, table.name]), table]),
  );
  return [...byName.values()];
}
