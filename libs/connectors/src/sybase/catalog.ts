import {
  type CatalogFilter,
  type CatalogStatements,
  type ColumnRow,
  filterCondition,
  type ForeignKey,
  type KeyedHead,
  type KeyRow,
  type OfTable,
} from '#connector-sdk/opening';

import { columnType, type ColumnTypeRow } from './column-type.js';
import type { Query } from './query.js';
import { textExpression, USERS_OBJECTS } from './statements.js';

/** Columns of an index, and of a foreign key (Reference Manual: Tables, sysindexes and sysreferences). */
const MOST_INDEX_COLUMNS = 31;
const MOST_FOREIGN_COLUMNS = 16;

interface HeadRow {
  readonly id: number | string;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly total: number | string | null;
}

/** A column as {@link columnsOfTables} brings it. */
export interface ColumnOfTable extends ColumnTypeRow {
  readonly tableid: number | string;
  readonly name: string;
  readonly nulls: number | string;
  readonly ident: number | string;
}

interface KeyColumn {
  readonly tableid: number | string;
  readonly name: string;
}

interface ForeignColumn extends KeyColumn {
  readonly refowner: string;
  readonly reftable: string;
  readonly refname: string | null;
}

/** The catalog of the database that the login has entered, paged by the object's number, by which the server finds it. */
export function sybaseCatalog(query: Query, filter: CatalogFilter): CatalogStatements {
  return {
    heads: async (after, limit) => {
      const behind = after === null ? '' : ` and o.id > ${Number(after)}`;
      const wanted = filterCondition(filter, {
        schema: 'u.name',
        table: 'o.name',
        parameter: textExpression,
      });
      const rows = await query<HeadRow>(
        `select top ${Math.trunc(limit)} o.id as id, u.name as owner, o.name as name, o.type as type,
           case when o.type = 'U' then row_count(db_id(), o.id) else null end as total
         from sysobjects o, sysusers u where ${USERS_OBJECTS}${behind}${wanted} order by o.id`,
      );
      return rows.map(headOf);
    },
    columns: async (tables) => {
      const rows = await columnsOfTables(
        query,
        tables.map(({ key }) => key),
      );
      return rows.map(columnOf);
    },
    keys: async (tables) => {
      const keys = tables.map(({ key }) => key);
      const primary = await primaryKeyColumns(query, keys);
      const foreign = await query<ForeignColumn>(foreignKeysStatement(keys));
      return [
        ...primary.map(({ tableid, name }) => ({ table: String(tableid), column: name, refers: null })),
        ...foreign.flatMap(foreignKeyOf),
      ];
    },
  };
}

/** Columns in order; hidden ones, which are the keys of indexes on functions, are left out. */
export function columnsOfTables(query: Query, ids: readonly string[]): Promise<ColumnOfTable[]> {
  return query(
    `select c.id as tableid, c.name as name, t.name as word, c.usertype as usertype, c.type as storage,
       c.length as bytes, c.prec as digits, c.scale as scale, convert(int, c.status & 8) as nulls,
       convert(int, c.status & 128) as ident, @@ncharsize as ncharsize, @@unicharsize as unicharsize
     from syscolumns c left join systypes t on t.usertype = c.usertype
     where c.id in (${listed(ids)}) and (c.status3 is null or c.status3 & 1 = 0) order by c.id, c.colid`,
  );
}

/** Bit 2048 of an index: it is the primary key's. */
export function primaryKeyColumns(query: Query, ids: readonly string[]): Promise<KeyColumn[]> {
  const ofIndex = upTo(MOST_INDEX_COLUMNS).map(
    (position) => `c.name = index_col(o.name, i.indid, ${position}, o.uid)`,
  );
  return query(
    `select c.id as tableid, c.name as name from sysindexes i, sysobjects o, syscolumns c
     where i.status & 2048 = 2048 and o.id = i.id and c.id = i.id and i.id in (${listed(ids)})
       and (${ofIndex.join(' or ')})`,
  );
}

/** References within the database alone: what another one holds has no name here. */
function foreignKeysStatement(ids: readonly string[]): string {
  const positions = upTo(MOST_FOREIGN_COLUMNS);
  const referred = positions.map((position) => `when r.fokey${position} then r.refkey${position}`);
  return `select r.tableid as tableid, c.name as name, u.name as refowner, o.name as reftable,
      col_name(r.reftabid, case c.colid ${referred.join(' ')} end) as refname
    from sysreferences r, syscolumns c, sysobjects o, sysusers u
    where c.id = r.tableid and o.id = r.reftabid and u.uid = o.uid
      and r.frgndbname is null and r.pmrydbname is null and r.tableid in (${listed(ids)})
      and (${positions.map((position) => `c.colid = r.fokey${position}`).join(' or ')})`;
}

function headOf({ id, owner, name, type, total }: HeadRow): KeyedHead {
  return {
    key: String(id),
    catalog: null,
    schema: owner,
    name,
    kind: type.trim() === 'V' ? 'view' : 'table',
    // Nobody can leave one.
    comment: null,
    rows: total === null || total === '' ? null : Number(total),
  };
}

function columnOf(row: ColumnOfTable): OfTable<ColumnRow> {
  return {
    table: String(row.tableid),
    name: row.name,
    ...columnType(row),
    nullable: Number(row.nulls) !== 0,
  };
}

function foreignKeyOf({ tableid, name, refowner, reftable, refname }: ForeignColumn): OfTable<KeyRow>[] {
  if (refname === null) return [];
  const refers: ForeignKey = { schema: refowner, table: reftable, column: refname };
  return [{ table: String(tableid), column: name, refers }];
}

/** Numbers of objects as a list of a statement. */
function listed(ids: readonly string[]): string {
  return ids.map(Number).join(', ');
}

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}
