import type { KeyAndCertificate } from '../certificates.js';
import { type HttpsService, type ServiceReply, startHttpsService } from './https-service.js';
import {
  bool,
  i32,
  i64,
  type ReadStruct,
  readCall,
  reply,
  struct,
  structs,
  text,
  texts,
  type Wire,
} from './thrift-messages.js';

export const DATABRICKS_TOKEN = 'right-token';
export const WAREHOUSE = '/sql/1.0/warehouses/abc123';

/** Warehouses in which something is wrong, by their ids. */
const BY_PATH: Readonly<Record<string, () => ServiceReply | Promise<ServiceReply>>> = {
  locked: () => refused(403, 'PERMISSION_DENIED: no permission to use the SQL warehouse'),
  gone: () => refused(404, 'RESOURCE_DOES_NOT_EXIST'),
  starting: () => refused(503, 'TEMPORARILY_UNAVAILABLE'),
  busy: () => refused(429, 'REQUEST_LIMIT_EXCEEDED'),
  garbage: () => ({ headers: { 'content-type': 'text/html' }, body: '<html>sign in</html>' }),
  moved: () => ({ status: 307, headers: { location: 'https://169.254.169.254/' } }),
  silent: () => new Promise(() => undefined),
};

/** A workspace with the warehouse `abc123`, which speaks the driver's Thrift interface. */
export function startDatabricks(certificate: KeyAndCertificate): Promise<HttpsService> {
  const warehouse = new Warehouse();
  return startHttpsService(certificate, ({ path, headers, body }) => {
    if (headers.authorization !== `Bearer ${DATABRICKS_TOKEN}`) return refused(403, 'Invalid access token');
    const broken = BY_PATH[path.split('/').at(-1) ?? ''];
    if (broken) return broken();
    if (path !== WAREHOUSE) return undefined;
    const call = readCall(body);
    const result = warehouse.answer(call.name, call.parameters[1] as ReadStruct);
    return { headers: { 'content-type': 'application/x-thrift' }, body: reply(call, result) };
  });
}

function refused(status: number, reason: string): ServiceReply {
  return { status, headers: { 'x-thriftserver-error-message': reason }, body: {} };
}

type Table = readonly [columns: readonly string[], rows: readonly (readonly string[])[]];

const SESSION = 'select current_catalog() as catalog, current_database() as schema';
const TABLE_COLUMNS = ['TABLE_CAT', 'TABLE_SCHEM', 'TABLE_NAME', 'TABLE_TYPE'];
const TABLES = [
  ['main', 'sales', 'orders', 'TABLE'],
  ['main', 'sales', 'recent', 'VIEW'],
];

const COLUMN_COLUMNS = [
  'TABLE_CAT',
  'TABLE_SCHEM',
  'TABLE_NAME',
  'COLUMN_NAME',
  'TYPE_NAME',
  'IS_NULLABLE',
  'REMARKS',
];
const COLUMNS = [
  ['main', 'sales', 'orders', 'id', 'BIGINT', 'NO', ''],
  ['main', 'sales', 'orders', 'price', 'DECIMAL(10,2)', 'YES', 'without tax'],
  ['main', 'sales', 'recent', 'id', 'BIGINT', 'YES', ''],
];

/** What statements bring, or why they fail; all cells are texts. */
const STATEMENTS: readonly (readonly [RegExp, Table | string])[] = [
  [
    /^show create table `main`\.`sales`\.`orders`$/,
    [['createtab_stmt'], [['CREATE TABLE main.sales.orders (\n  id BIGINT)']]],
  ],
  [/^show create table `main`\.`sales`\.`(?:guarded|locked)`$/, '[INSUFFICIENT_PERMISSIONS] no'],
  [/^show create table `sales`\.`or``ders`$/, [['createtab_stmt'], [['CREATE VIEW or`ders']]]],
  [
    /^select \* from .*`(?:orders|guarded|or``ders)` limit 2$/,
    [
      ['id', 'state'],
      [
        ['1', 'new'],
        ['2', 'old'],
      ],
    ],
  ],
  [/^select \* from .*`locked`/, '[INSUFFICIENT_PERMISSIONS] no'],
  [
    /^select to_json\(.*collect_set\(.*`sta``te`.*\) as v0, to_json\(.*`free`.*\) as v1 from \(select `sta``te`, `free` from `main`\.`sales`\.`orders` limit 100000\)$/,
    [['v0', 'v1'], [['["old","new"]', '[]']]],
  ],
];

/** Numbers of the interface's enumerations; the driver's file `TCLIService_types` has them all. */
const PROTOCOL_V6 = 42246;
const SUCCESS = 0;
const ERROR = 3;
const FINISHED = 2;
const COLUMN_BASED = 1;
const STRING_TYPE = 7;
const GET_TABLES = 4;

/** One session at a time, whose names are those of its opening; only some of them exist. */
class Warehouse {
  private names: readonly string[] = [];
  private result: Table = [[], []];

  /** The ids are those of the fields in the interface. */
  answer(name: string, request: ReadStruct): Wire {
    switch (name) {
      case 'OpenSession':
        return this.open((request[1284] ?? {}) as ReadStruct);
      case 'GetInfo':
        return struct({ 1: status(), 2: struct({ 1: text('3.5.2') }) });
      case 'ExecuteStatement':
        return this.execute((request[2] as string).replace(/\s+/g, ' '));
      case 'GetTables':
        if (request[3] === 'secret')
          return failed('[INSUFFICIENT_PERMISSIONS] User does not have USE SCHEMA');
        return this.start([TABLE_COLUMNS, request[3] === 'empty' ? [] : TABLES]);
      case 'GetColumns':
        return this.start([COLUMN_COLUMNS, request[3] === 'empty' ? [] : COLUMNS]);
      case 'GetOperationStatus':
        return struct({ 1: status(), 2: i32(FINISHED), 9: bool(true) });
      case 'GetResultSetMetadata': {
        const columns = this.result[0].map((column, index) => stringColumn(column, index + 1));
        return struct({ 1: status(), 2: struct({ 1: structs(columns) }), 1281: i32(COLUMN_BASED) });
      }
      case 'FetchResults':
        return this.fetch();
      default:
        return struct({ 1: status() });
    }
  }

  private execute(sql: string): Wire {
    if (sql === SESSION) return this.start([['catalog', 'schema'], [this.names]]);
    const found = STATEMENTS.find(([pattern]) => pattern.test(sql))?.[1];
    if (found === undefined) return failed('[PARSE_SYNTAX_ERROR] no');
    return typeof found === 'string' ? failed(found) : this.start(found);
  }

  /** `ignored` is a catalog that is not there, and that an old cluster says nothing about. */
  private open({ 1: catalog = 'main', 2: schema = 'default' }: ReadStruct): Wire {
    if (catalog === 'nowhere') return failed("[NO_SUCH_CATALOG_EXCEPTION] Catalog 'nowhere' was not found.");
    if (schema === 'nowhere') return failed('[SCHEMA_NOT_FOUND] The schema cannot be found.');
    this.names = [catalog === 'ignored' ? 'hive_metastore' : (catalog as string), schema as string];
    return struct({ 1: status(), 2: i32(PROTOCOL_V6), 3: struct({ 1: handle() }) });
  }

  private start(result: Table): Wire {
    this.result = result;
    return struct({ 1: status(), 2: struct({ 1: handle(), 2: i32(GET_TABLES), 3: bool(true) }) });
  }

  /** Says that there may be more until a page is empty, as the service does. */
  private fetch(): Wire {
    const [columns, rows] = this.result;
    this.result = [columns, []];
    const values = columns.map((_, column) => {
      const found = texts(rows.map((row) => row[column] ?? ''));
      return struct({ 7: struct({ 1: found, 2: text(Buffer.alloc(1)) }) });
    });
    const set = struct({ 1: i64(0n), 2: structs([]), 3: structs(values) });
    return struct({ 1: status(), 2: bool(rows.length > 0), 3: set });
  }
}

function status(): Wire {
  return struct({ 1: i32(SUCCESS) });
}

function failed(message: string): Wire {
  return struct({ 1: struct({ 1: i32(ERROR), 5: text(message) }), 2: i32(PROTOCOL_V6) });
}

/** The driver reads it as a UUID. */
function handle(): Wire {
  const guid = Buffer.from('3f2b1c4d5e6f4a7b8c9d0e1f2a3b4c5d', 'hex');
  return struct({ 1: text(guid), 2: text(Buffer.alloc(16, 2)) });
}

function stringColumn(name: string, position: number): Wire {
  const typeEntry = struct({ 1: struct({ 1: i32(STRING_TYPE) }) });
  return struct({ 1: text(name), 2: struct({ 1: structs([typeEntry]) }), 3: i32(position) });
}
