import type { Socket } from 'node:net';

import { ProbeError } from '#connector-sdk/opening';

import { MetastoreException } from './metastore-errors.js';
import { MetastoreService, writeText } from './metastore-service.js';
import { type MetastoreTable, metastoreTable } from './metastore-table.js';
import { THRIFT, ThriftStruct } from './thrift-value.js';

/** First byte of the version of thrift's binary protocol, strict form. */
const VERSION_BYTE = 0x80;
/** First bytes of SASL's negotiation (thrift's TSaslTransport): start, ok, bad, error, complete. */
const SASL_STATES = new Set([1, 2, 3, 4, 5]);
/** Bytes of one answer: more than any page of tables that is asked for here. */
const LONGEST_ANSWER = 64 * 1024 * 1024;
/** Hive's ClientCapability: without it a page that has such a table fails as a whole. */
const INSERT_ONLY_TABLES = 2;
/** The exception of `get_table_objects_by_name_req` for a database that is not there, by its place in the interface. */
const UNKNOWN_DATABASE = 3;

/** A Hive metastore over a socket that stands already. */
export class Metastore {
  private constructor(
    private readonly service: MetastoreService,
    private readonly socket: Socket,
  ) {}

  /** @param longestAnswer - bytes after which an answer is none */
  static async over(socket: Socket, longestAnswer = LONGEST_ANSWER): Promise<Metastore> {
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
    guard(socket, service, longestAnswer, fail);
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

  /** Those of the tables that are there. */
  async tables(database: string, names: readonly string[]): Promise<MetastoreTable[]> {
    try {
      return await this.tableObjects(database, names);
    } catch (error) {
      if (error instanceof MetastoreException && error.declared === UNKNOWN_DATABASE) return [];
      throw error;
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private async tableObjects(database: string, names: readonly string[]): Promise<MetastoreTable[]> {
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
    return found.filter((table) => table instanceof ThriftStruct).map(metastoreTable);
  }
}

/** Ends what cannot be an answer of a metastore before thrift waits for the rest of it. */
function guard(
  socket: Socket,
  service: MetastoreService,
  longestAnswer: number,
  fail: (error: Error) => void,
): void {
  let heard = false;
  let bytes = 0;
  service.onCall(() => (bytes = 0));
  socket.prependListener('data', (chunk: Buffer) => {
    const first = heard ? undefined : chunk[0];
    heard = true;
    bytes += chunk.length;
    if (first !== undefined && SASL_STATES.has(first)) {
      fail(
        new ProbeError('auth_method_not_supported', {
          hint: 'The metastore wants a login by SASL (Kerberos), which is not spoken here.',
        }),
      );
    } else if ((first !== undefined && first !== VERSION_BYTE) || bytes > longestAnswer) {
      fail(new ProbeError('protocol_error', { step: 'database' }));
    }
  });
}

/** What thrift cannot read it throws without a code. */
function asProtocolError(error: Error): Error {
  const known = error instanceof ProbeError || typeof (error as { code?: unknown }).code === 'string';
  return known ? error : new ProbeError('protocol_error', { cause: error });
}
