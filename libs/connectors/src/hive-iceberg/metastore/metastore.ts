import type { Socket } from 'node:net';

import { type ColumnSummary, ProbeError } from '#connector-sdk/opening';

import { MetastoreException } from './metastore-errors.js';
import { MetastoreService, writeText } from './metastore-service.js';
import { THRIFT, ThriftStruct } from './thrift-value.js';

/** A table as the metastore describes it. */
export interface MetastoreTable {
  readonly name: string;
  readonly iceberg: boolean;
  readonly columns: readonly ColumnSummary[];
}

/** First byte of the version of thrift's binary protocol, strict form. */
const VERSION_BYTE = 0x80;
/** First bytes of SASL's negotiation (thrift's TSaslTransport): start, ok, bad, error, complete. */
const SASL_STATES = new Set([1, 2, 3, 4, 5]);
/** More than any page of tables that is asked for here. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Hive's ClientCapability: without it a page that has such a table fails as a whole. */
const INSERT_ONLY_TABLES = 2;

/** A Hive metastore over a socket that stands already. */
export class Metastore {
  private constructor(
    private readonly service: MetastoreService,
    private readonly socket: Socket,
  ) {}

  static async over(socket: Socket): Promise<Metastore> {
    const { default: thrift } = await import('thrift');
    const connection = new thrift.Connection(socket, {
      transport: thrift.TBufferedTransport,
      protocol: thrift.TBinaryProtocol,
    });
    const service = thrift.createClient(MetastoreService, connection);
    const fail = (error: Error): void => {
      service.fail(error);
      socket.destroy();
    };
    connection.on('error', (error: Error) => fail(asProtocolError(error)));
    connection.on('close', () => fail(new ProbeError('connection_closed')));
    guard(socket, fail);
    // The connection waits for the word of a socket of its own making.
    socket.emit('encrypted' in socket ? 'secureConnect' : 'connect');
    return new Metastore(service, socket);
  }

  /** Of Hive; null from metastores of other makers, which do not know the question. */
  async version(): Promise<string | null> {
    try {
      return (await this.service.call('getVersion', () => undefined)).text(0) ?? null;
    } catch (error) {
      if (error instanceof MetastoreException) return null;
      throw error;
    }
  }

  async databases(): Promise<string[]> {
    const result = await this.service.call('get_all_databases', () => undefined);
    return result.list(0).filter((name) => typeof name === 'string');
  }

  async tableNames(database: string): Promise<string[]> {
    const result = await this.service.call('get_all_tables', (output) => writeText(output, 1, database));
    return result.list(0).filter((name) => typeof name === 'string');
  }

  async tables(database: string, names: readonly string[]): Promise<MetastoreTable[]> {
    const result = await this.service.call('get_table_objects_by_name_req', (output) => {
      output.writeFieldBegin('req', THRIFT.STRUCT, 1);
      output.writeStructBegin('GetTablesRequest');
      writeText(output, 1, database);
      output.writeFieldBegin('tblNames', THRIFT.LIST, 2);
      output.writeListBegin(THRIFT.STRING, names.length);
      for (const name of names) output.writeString(name);
      output.writeListEnd();
      output.writeFieldEnd();
      output.writeFieldBegin('capabilities', THRIFT.STRUCT, 3);
      output.writeStructBegin('ClientCapabilities');
      output.writeFieldBegin('values', THRIFT.LIST, 1);
      output.writeListBegin(THRIFT.I32, 1);
      output.writeI32(INSERT_ONLY_TABLES);
      output.writeListEnd();
      output.writeFieldEnd();
      output.writeFieldStop();
      output.writeStructEnd();
      output.writeFieldEnd();
      output.writeFieldStop();
      output.writeStructEnd();
      output.writeFieldEnd();
    });
    const found = result.struct(0)?.list(1) ?? [];
    return found.filter((table) => table instanceof ThriftStruct).map(tableOf);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Fields of Table: 1 tableName, 7 sd (1 cols), 8 partitionKeys, 9 parameters. */
function tableOf(table: ThriftStruct): MetastoreTable {
  const kind = table.map(9).get('table_type');
  const columns = [...(table.struct(7)?.list(1) ?? []), ...table.list(8)];
  return {
    name: table.text(1) ?? '',
    iceberg: typeof kind === 'string' && kind.toUpperCase() === 'ICEBERG',
    columns: columns
      .filter((column) => column instanceof ThriftStruct)
      .map((column) => ({ name: column.text(1) ?? '', type: column.text(2) ?? '', nullable: null })),
  };
}

/** Ends what cannot be an answer of a metastore before thrift waits for the rest of it. */
function guard(socket: Socket, fail: (error: Error) => void): void {
  let bytes = 0;
  socket.prependListener('data', (chunk: Buffer) => {
    const first = bytes === 0 ? chunk[0] : undefined;
    bytes += chunk.length;
    if (first !== undefined && SASL_STATES.has(first)) {
      fail(
        new ProbeError('auth_method_not_supported', {
          hint: 'The metastore wants a login by SASL (Kerberos), which is not spoken here.',
        }),
      );
    } else if ((first !== undefined && first !== VERSION_BYTE) || bytes > MAX_BYTES) {
      fail(new ProbeError('protocol_error', { step: 'database' }));
    }
  });
}

/** What thrift cannot read it throws without a code. */
function asProtocolError(error: Error): Error {
  const known = error instanceof ProbeError || typeof (error as { code?: unknown }).code === 'string';
  return known ? error : new ProbeError('protocol_error', { cause: error });
}
