import { type LookStatements, quotedName, ROWS_FOR_CATEGORIES, type TableName } from '#connector-sdk/opening';

type Row = Readonly<Record<string, unknown>>;

/** How statements reach the server; the second answers with the first table of a procedure. */
export interface HanaQueries {
  rows(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  call(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** Of tables and views; who may read rows may not always read it (SAP HANA SQL Reference Guide, Built-In Procedures). */
const DEFINITION = 'call sys.get_object_definition(?, ?)';

/** How SAP HANA is asked about one table. */
export function hanaLook({ rows, call }: HanaQueries, { schema, name }: TableName): LookStatements {
  const table = [schema, name].filter((part) => part !== null).map((part) => quotedName(part));
  const place = table.join('.');
  return {
    ddl: async () => {
      try {
        const [row] = await call(DEFINITION, [schema, name]);
        const ddl = row?.['OBJECT_CREATION_STATEMENT'];
        // A large object, which the driver brings as bytes.
        if (Buffer.isBuffer(ddl)) return ddl.toString('utf8');
        return typeof ddl === 'string' ? ddl : null;
      } catch (error) {
        if (saidByServer(error)) return null;
        throw error;
      }
    },
    rows: (limit) => rows(`select * from ${place} limit ${Math.trunc(limit)}`, []),
    values: (column, limit) => {
      const own = quotedName(column);
      return rows(
        `select distinct to_nvarchar(${own}) as "value" from (select ${own} from ${place} limit ${ROWS_FOR_CATEGORIES})
         where ${own} is not null limit ${Math.trunc(limit)}`,
        [],
      );
    },
  };
}

/** The server's errors have numbers; the driver's own have names. */
function saidByServer(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'number';
}
