/** The server's own words on itself, its version among them. */
export const VERSION = 'select @@version as version';

/** Where the login has arrived: a driver that could not enter a database may stay outside of it. */
export const DATABASE = 'select db_name() as name';

/**
 * A text as an expression. Between us and the server a driver changes character sets, which may turn what is no
 * quote here into one there: digits mean the same to everybody.
 */
export function textExpression(text: string): string {
  return `convert(varchar(255), 0x${Buffer.from(text, 'utf8').toString('hex')})`;
}

/** Tables and views, of which one is the server's own in every database. */
export const USERS_OBJECTS = `o.uid = u.uid and o.type in ('U', 'V') and o.name <> 'sysquerymetrics'`;

/** Tables and views of the database, by their owners. */
export function tablesStatement(owner: string | undefined, limit: number): string {
  const within = owner === undefined ? '' : ` and u.name = ${textExpression(owner)}`;
  return `select top ${Math.trunc(limit)} u.name as owner, o.name as name, o.type as type
    from sysobjects o, sysusers u where ${USERS_OBJECTS}${within} order by u.name, o.name`;
}

/** Columns in order; bit 8 of the status is set for those that take nulls. */
export function columnsStatement(owner: string, table: string): string {
  return `select c.name as name, t.name as type, convert(int, c.status & 8) as nulls
    from syscolumns c, systypes t, sysobjects o, sysusers u
    where c.id = o.id and c.usertype = t.usertype and o.uid = u.uid
      and u.name = ${textExpression(owner)} and o.name = ${textExpression(table)} order by c.colid`;
}

/** The number of a table or view, and which of both it is. */
export function objectStatement(owner: string, name: string): string {
  return `select o.id as id, o.type as type from sysobjects o, sysusers u
    where ${USERS_OBJECTS} and u.name = ${textExpression(owner)} and o.name = ${textExpression(name)}`;
}

/** The text that made a view, in parts of 255 bytes; bit 1 of the status is set for those that were hidden. */
export function viewTextStatement(id: string): string {
  return `select text as part from syscomments
    where id = ${Number(id)} and texttype = 0 and (status is null or status & 1 = 0)
    order by number, colid2, colid`;
}
