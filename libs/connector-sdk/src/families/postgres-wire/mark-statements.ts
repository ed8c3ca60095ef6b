/** OIDs below are the server's own (`FirstNormalObjectId`); what they stand for does not change. */
const FIRST_OWN_OID = 16_384;

/**
 * Transactions that columns were changed in last, as one number, over `pg_attribute a` with `a.changed` for its `xmin`.
 * A change puts a later transaction in the place of an earlier one, and a column that is dropped stays as a row. A type
 * of somebody's own has a name that may change as well: those are a number of their own, for with another type the sum
 * of both could be what it was.
 */
export const COLUMN_CHANGES = `concat(sum(a.changed::text::bigint), '.', sum(case when a.atttypid >= ${FIRST_OWN_OID} then
      (select t.xmin::text::bigint + tn.xmin::text::bigint
       from pg_catalog.pg_type t join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace where t.oid = a.atttypid)
      end))`;

/** The same for the comments of a table and its columns; one that is dropped leaves no row. */
const COMMENT_CHANGES = `select concat(count(*), '.', sum(d.xmin::text::bigint)) from pg_catalog.pg_description d
      where d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::regclass`;

/** The same for keys, and for the names of what foreign keys refer to. */
const KEY_CHANGES = `select string_agg(concat_ws('/', k.oid, k.xmin, case when k.contype = 'f' then
        (select concat_ws('/', rc.xmin, rn.xmin,
           (select sum(ra.xmin::text::bigint) from pg_catalog.pg_attribute ra
            where ra.attrelid = k.confrelid and ra.attnum = any(k.confkey)))
         from pg_catalog.pg_class rc join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
         where rc.oid = k.confrelid) end), ' ' order by k.oid)
      from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and k.conparentid = 0`;

/**
 * A digest that is another one as soon as anything is that a catalog says of a table `c`: it is made of the transactions
 * that wrote the rows which say so, since to read those costs less than to read what is in them. VACUUM, also a freezing
 * one, leaves `xmin` as it is (since Postgres 9.4), and row estimates are written in place.
 *
 * @param basis - a parameter: what `MARKS_BASIS` answers
 * @param columnChanges - an expression: {@link COLUMN_CHANGES} of the table
 */
export function tableMark(basis: string, columnChanges: string): string {
  return `left(encode(sha256(convert_to(concat_ws(' ', ${basis}::text, c.oid, c.changed, c.schema_changed,
      ${columnChanges}, (${COMMENT_CHANGES}), (${KEY_CHANGES})), 'UTF8')), 'hex'), 32)`;
}

/** Whether the user may know which history the server's transactions are of: two servers may have used the same number. */
export const MAY_KNOW_HISTORY = `select coalesce(
    has_function_privilege(to_regprocedure('pg_catalog.pg_control_system()')::oid, 'execute')
    and has_function_privilege(to_regprocedure('pg_catalog.pg_control_checkpoint()')::oid, 'execute'), false) as allowed`;

/** One more with each release that reads something else out of the same rows: what was read before counts as changed. */
const READING = 1;

/**
 * What marks are made on the ground of: the history of the server, and what type names depend on (its version, the
 * schemas that are searched, and which other types there are to be told apart from). A server whose files were put back
 * to what they were, or that lost its last transactions, begins another history in the same timeline, and so each start
 * counts as one.
 */
export const MARKS_BASIS = `select concat_ws(' ', ${READING}, system_identifier, timeline_id,
    extract(epoch from pg_postmaster_start_time()), current_setting('server_version_num'),
    current_schemas(false), (select concat(count(*), '.', sum(t.xmin::text::bigint)) from pg_catalog.pg_type t
      where t.oid >= ${FIRST_OWN_OID} and t.typrelid = 0 and t.typelem = 0)) as basis
  from pg_catalog.pg_control_system(), pg_catalog.pg_control_checkpoint()`;
