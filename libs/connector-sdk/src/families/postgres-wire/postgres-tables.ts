import { COLUMN_CHANGES, tableMark } from './mark-statements.js';

/**
 * What of `pg_class c` and `pg_namespace n` is a table that the user may read. Privileges cost more to look up than a
 * kind, and of a table's own, its indexes and its overflow, only the first has one that is asked for.
 */
export const READABLE_TABLES = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    and has_schema_privilege(n.oid, 'usage')
    and case when c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
        then has_table_privilege(c.oid, 'select') end`;

export const TABLE_KIND = `case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' when 'f' then 'external' else 'table' end`;

/** Domains that are never null; there are few, so they are asked for once and not for each column. */
export const NEVER_NULL_DOMAINS = `select oid::text as oid from pg_catalog.pg_type where typtype = 'd' and typnotnull`;

const COMMENTS = `pg_catalog.pg_description d where d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::regclass`;

/** A foreign key to a table with partitions has others beneath it, to each of them: these are nobody's own. */
const KEYS = `select json_agg(json_build_array(a.attname, rn.nspname, rc.relname, ra.attname))
    from (select conrelid, confrelid, unnest(conkey) as own, unnest(confkey) as other
          from pg_catalog.pg_constraint where conrelid = c.oid and contype in ('p', 'f') and conparentid = 0) k
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.own
      left join pg_catalog.pg_class rc on rc.oid = k.confrelid
      left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
      left join pg_catalog.pg_attribute ra on ra.attrelid = k.confrelid and ra.attnum = k.other`;

/**
 * One page of tables, one row each: what a table has many of comes as arrays, since a row for each column costs the
 * server, the driver and the memory many times as much. `$1` is the OID that the page begins behind, `$2` how many
 * tables it has, `$3` {@link NEVER_NULL_DOMAINS}, `$4` what {@link tableMark} begins with.
 *
 * @param condition - on `pg_class c` and `pg_namespace n`, beginning with ` and`
 */
export function tablesStatement(condition: string): string {
  return `select c.oid::text as key, c.schema, c.name, c.kind, c.rows, x.names, x.types, x.nullable,
    (select d.description from ${COMMENTS} and d.objsubid = 0) as comment,
    (select json_agg(json_build_array(a.attname, d.description))
     from (select d.objsubid, d.description from ${COMMENTS} and d.objsubid > 0) d
       join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid) as comments,
    (${KEYS}) as keys, ${tableMark('$4', 'x.changes')} as mark
  from (select c.oid, c.xmin as changed, n.xmin as schema_changed, n.nspname as schema, c.relname as name, ${TABLE_KIND} as kind,
          case when c.reltuples >= 0 and c.relkind in ('r', 'p', 'm') then c.reltuples::float8 end as rows
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.oid > $1::oid and ${READABLE_TABLES}${condition}
        order by c.oid limit $2) c
    cross join lateral (
      select json_agg(a.attname) filter (where not a.attisdropped) as names,
        json_agg(format_type(a.atttypid, a.atttypmod)) filter (where not a.attisdropped) as types,
        json_agg(not a.attnotnull and not a.atttypid = any($3::oid[])) filter (where not a.attisdropped) as nullable,
        ${COLUMN_CHANGES} as changes
      from (select *, a.xmin as changed from pg_catalog.pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 order by a.attnum) a) x
  order by c.oid`;
}
