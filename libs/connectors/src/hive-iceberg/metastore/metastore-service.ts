import type { Protocol, ProtocolClass, Transport } from 'thrift';

import { ProbeError } from '#connector-sdk/opening';

import { MetastoreException } from './metastore-errors.js';
import { readStruct, THRIFT, type ThriftStruct } from './thrift-value.js';

const CALL = 1;
const EXCEPTION = 3;
const SUCCESS_FIELD = 0;

type Answered = (error: Error | null, result?: ThriftStruct) => void;
type Received = (input: Protocol, type: number, id: number) => void;

/** Methods of the metastore's interface that are asked here; thrift finds the reader of each by this name. */
const METHODS = [
  'getVersion',
  'get_all_databases',
  'get_all_tables',
  'get_table_objects_by_name_req',
] as const;

export type MetastoreMethod = (typeof METHODS)[number];

/** The client half of a thrift service, in the shape that thrift's connection expects of generated code. */
export class MetastoreService {
  /** Who waits, by the number of the request; thrift's connection writes to it as well. */
  readonly _reqs = Object.create(null) as Record<number, Answered>;
  private last = 0;
  private called = (): void => undefined;

  constructor(
    private readonly transport: Transport,
    private readonly protocol: ProtocolClass,
  ) {
    for (const method of METHODS) {
      const received: Received = (input, type, id) => this.receive(input, type, id);
      Object.assign(this, { [`recv_${method}`]: received });
    }
  }

  /** Hears of each request before it is sent. */
  onCall(called: () => void): void {
    this.called = called;
  }

  /**
   * @param write - the fields of the method's arguments
   * @returns the struct of the method's result
   * @throws MetastoreException
   */
  async call(method: MetastoreMethod, write: (output: Protocol) => void): Promise<ThriftStruct> {
    this.last += 1;
    const id = this.last;
    const output = new this.protocol(this.transport);
    this.called();
    return new Promise((resolve, reject) => {
      this._reqs[id] = (error, result) => (error ? reject(error) : resolve(result!));
      output.writeMessageBegin(method, CALL, id);
      output.writeStructBegin(`${method}_args`);
      write(output);
      output.writeFieldStop();
      output.writeStructEnd();
      output.writeMessageEnd();
      this.transport.setCurrSeqId(id);
      this.transport.flush();
    });
  }

  /** Ends whoever waits. */
  fail(error: Error): void {
    for (const id of Object.keys(this._reqs)) {
      this._reqs[Number(id)]?.(error);
      delete this._reqs[Number(id)];
    }
  }

  private receive(input: Protocol, type: number, id: number): void {
    const result = readStruct(input);
    input.readMessageEnd();
    const answered = this._reqs[id];
    delete this._reqs[id];
    const exception = type === CALL ? new ProbeError('protocol_error') : exceptionIn(result, type);
    if (exception) answered?.(exception);
    else answered?.(null, result);
  }
}

function exceptionIn(result: ThriftStruct, type: number): MetastoreException | undefined {
  if (type === EXCEPTION) return new MetastoreException(result.text(1) ?? '', result.number(2) ?? 0);
  if (result.has(SUCCESS_FIELD)) return undefined;
  const declared = [1, 2, 3].find((id) => result.struct(id) !== undefined);
  const text = declared === undefined ? undefined : result.struct(declared)?.text(1);
  return new MetastoreException(text ?? '', null, declared);
}

/** One field of text. */
export function writeText(output: Protocol, id: number, text: string): void {
  output.writeFieldBegin('', THRIFT.STRING, id);
  output.writeString(text);
  output.writeFieldEnd();
}
