/** Rows of one statement: every column is text, NULL is null. */
export interface TdsRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Tokens of TDS 7.2 to 7.4 (MS-TDS section 2.2.7). */
const TOKEN = {
  returnStatus: 0x79,
  columns: 0x81,
  error: 0xaa,
  loginAck: 0xad,
  row: 0xd1,
  environment: 0xe3,
  done: 0xfd,
  doneProcedure: 0xfe,
  doneInProcedure: 0xff,
} as const;
const ENVIRONMENT = { database: 1, packetSize: 4, collation: 7, routing: 20 } as const;
const STATUS = { final: 0x00, more: 0x01, error: 0x02, count: 0x10 } as const;
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const NVARCHAR = 0xe7;
const NULLABLE = 0x09;
const NULL_LENGTH = 0xffff;

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const byteText = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), utf16(text)]);
const shortText = (text: string): Buffer => Buffer.concat([int16(text.length), utf16(text)]);
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** A token with its length behind it. */
export function token(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), int16(body.length), body]);
}

function done(type: number, status: number, count = 0): Buffer {
  return Buffer.concat([Buffer.from([type]), int16(status), int16(0xc1), int32(count), int32(0)]);
}

/** An error of the server. */
function error(number: number, text: string): Buffer {
  const severity = 14;
  return token(
    TOKEN.error,
    Buffer.concat([
      int32(number),
      Buffer.from([1, severity]),
      shortText(text),
      byteText('FAKE'),
      byteText(''),
      int32(1),
    ]),
  );
}

/** A refused login: the reasons in order. */
export function refusal(numbers: readonly number[]): Buffer {
  return Buffer.concat([
    ...numbers.map((number) => error(number, `Refused for reason ${number}.`)),
    done(TOKEN.done, STATUS.error),
  ]);
}

/** A login that worked, in the version that the client asked for. */
export function accepted(version: number, database: string, route?: { host: string; port: number }): Buffer {
  const environment = (type: number, body: Buffer): Buffer =>
    token(TOKEN.environment, Buffer.concat([Buffer.from([type]), body]));
  const versionBytes = Buffer.alloc(4);
  versionBytes.writeUInt32BE(version >>> 0);
  return Buffer.concat([
    environment(ENVIRONMENT.database, Buffer.concat([byteText(database), byteText('master')])),
    environment(ENVIRONMENT.collation, Buffer.concat([Buffer.from([5]), COLLATION, Buffer.from([0])])),
    token(
      TOKEN.loginAck,
      Buffer.concat([
        Buffer.from([1]),
        versionBytes,
        byteText('Microsoft SQL Server'),
        Buffer.from([16, 0, 0x10, 0]),
      ]),
    ),
    environment(ENVIRONMENT.packetSize, Buffer.concat([byteText('4096'), byteText('4096')])),
    ...(route ? [environment(ENVIRONMENT.routing, routing(route))] : []),
    done(TOKEN.done, STATUS.final),
  ]);
}

function routing({ host, port }: { host: string; port: number }): Buffer {
  const value = Buffer.concat([Buffer.from([0]), int16(port), shortText(host)]);
  return Buffer.concat([int16(value.length), value, int16(0)]);
}

/** The answer to a statement; one that came as a call of a procedure ends in another way. */
export function answer(result: TdsRows | { readonly error: number } | undefined, called: boolean): Buffer {
  const end = (): Buffer =>
    called
      ? Buffer.concat([Buffer.from([TOKEN.returnStatus]), int32(0), done(TOKEN.doneProcedure, STATUS.final)])
      : done(TOKEN.done, STATUS.final);
  if (result === undefined) return end();
  if ('error' in result) {
    return Buffer.concat([
      error(result.error, 'No.'),
      done(called ? TOKEN.doneProcedure : TOKEN.done, STATUS.error),
    ]);
  }
  const { columns, rows } = result;
  const described = columns.map((name) =>
    Buffer.concat([
      int32(0),
      int16(NULLABLE),
      Buffer.from([NVARCHAR]),
      int16(512),
      COLLATION,
      byteText(name),
    ]),
  );
  return Buffer.concat([
    Buffer.from([TOKEN.columns]),
    int16(columns.length),
    ...described,
    ...rows.map((row) => Buffer.concat([Buffer.from([TOKEN.row]), ...row.map(cell)])),
    called
      ? Buffer.concat([done(TOKEN.doneInProcedure, STATUS.more | STATUS.count, rows.length), end()])
      : done(TOKEN.done, STATUS.count, rows.length),
  ]);
}

function cell(value: string | null): Buffer {
  if (value === null) return int16(NULL_LENGTH);
  const bytes = utf16(value);
  return Buffer.concat([int16(bytes.length), bytes]);
}
