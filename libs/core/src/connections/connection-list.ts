import type { NamedQuery, SqlValue } from '#platform/database';
import type { Scope } from '#platform/scope';
import { CONNECTION_COLUMNS, type ConnectionRow, DELETION_COLUMNS, isoTime } from './connection-columns.js';

export const LIST_SORTS = ['id', 'name', '-created_at'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** Where a page ended: the sort key and the id of its last row. */
export interface ListPosition {
  readonly key: string | number;
  readonly id: number;
}

/** What to list. Filters that are absent do not narrow. */
export interface ConnectionFilter {
  readonly type?: string | undefined;
  readonly scope?: string | undefined;
  /** Compared under the rule of unique names: case-folded. */
  readonly nameKey?: string | undefined;
  readonly createdBy?: string | undefined;
  readonly sort: ListSort;
  readonly after?: ListPosition | undefined;
  readonly limit: number;
  /** On a project's path: also the GLOBAL ones that no own connection shadows. */
  readonly includeGlobal: boolean;
  /** The deleted ones, and no others. */
  readonly deleted: boolean;
}

const ORDER: Record<ListSort, { by: string; after: string }> = {
  id: { by: 'c.id', after: 'c.id > $7' },
  name: { by: 'c.name_key, c.id', after: '(c.name_key, c.id) > ($8, $7)' },
  '-created_at': {
    by: 'c.created_at desc, c.id desc',
    after: '(c.created_at, c.id) < ($8::timestamptz, $7)',
  },
};

const OWN = 'c.project_id = $2::bigint';
const OWN_AND_GLOBAL = `(c.project_id = $2::bigint or (c.project_id is null and not exists (
  select 1 from connections own
  where own.tenant_id = $1 and own.project_id = $2::bigint and own.name_key = c.name_key
    and own.deleted_at is null)))`;
const GLOBAL = '(c.project_id is null and $2::bigint is null)';
const VISIBLE = '(c.project_id is null or $2::bigint[] is null or c.project_id = any($2::bigint[]))';

/**
 * The statement for one page. Its text depends on the kind of list alone, so that a connection plans each
 * kind once; one row more than the limit tells whether there is a next page.
 */
export function connectionListQuery(scope: Scope, filter: ConnectionFilter): NamedQuery {
  const { kind, place, projects } = placeOf(scope, filter.includeGlobal);
  const { by, after } = ORDER[filter.sort];
  const keyed = filter.sort !== 'id';
  const page = filter.after ? `and ${after}` : '';
  const last: SqlValue[] = filter.after ? [filter.after.id, ...(keyed ? [filter.after.key] : [])] : [];
  const columns = filter.deleted ? `${CONNECTION_COLUMNS}, ${DELETION_COLUMNS}` : CONNECTION_COLUMNS;
  const limit = 7 + last.length;
  return {
    name: `connections_${filter.deleted ? 'deleted_' : ''}${kind}_${filter.sort}_${filter.after ? 'next' : 'first'}`,
    text: `select ${columns} from connections c
      where c.tenant_id = $1 and ${place} and c.deleted_at is ${filter.deleted ? 'not null' : 'null'}
        and ($3::text is null or c.type = $3) and ($4::text is null or c.scope = $4)
        and ($5::text is null or c.name_key = $5) and ($6::text is null or c.created_by = $6) ${page}
      order by ${by} limit $${limit}`,
    values: [
      scope.tenantId,
      projects,
      filter.type ?? null,
      filter.scope ?? null,
      filter.nameKey ?? null,
      filter.createdBy ?? null,
      ...last,
      filter.limit + 1,
    ],
  };
}

/** Whose rows a list holds: its condition, the parameter of that, and a word for it. */
function placeOf({ projectId, projects }: Scope, includeGlobal: boolean) {
  if (projectId === undefined) {
    return { kind: 'tenant', place: VISIBLE, projects: projects === 'all' ? null : [...projects] };
  }
  if (projectId === null) return { kind: 'global', place: GLOBAL, projects: null };
  const [kind, place] = includeGlobal ? ['project_and_global', OWN_AND_GLOBAL] : ['project', OWN];
  return { kind, place, projects: projectId };
}

/** Where a page that ends with this row ends. */
export function positionOf(row: ConnectionRow, sort: ListSort): ListPosition {
  if (sort === 'name') return { key: row.nameKey, id: row.id };
  if (sort === '-created_at') return { key: isoTime(row.createdAt), id: row.id };
  return { key: row.id, id: row.id };
}
