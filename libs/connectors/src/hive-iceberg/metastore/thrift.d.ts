/** The part of thrift that we use; the package has no types of its own. */
declare module 'thrift' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  export interface Transport {
    flush(): void;
    setCurrSeqId(id: number): void;
  }

  /** Writes and reads one message, as each of thrift's protocols does. */
  export interface Protocol {
    writeMessageBegin(name: string, type: number, id: number): void;
    writeMessageEnd(): void;
    writeStructBegin(name: string): void;
    writeStructEnd(): void;
    writeFieldBegin(name: string, type: number, id: number): void;
    writeFieldEnd(): void;
    writeFieldStop(): void;
    writeListBegin(type: number, size: number): void;
    writeListEnd(): void;
    writeString(text: string): void;
    writeI32(number: number): void;
    readFieldBegin(): { readonly ftype: number; readonly fid: number };
    readListBegin(): { readonly etype: number; readonly size: number };
    readMapBegin(): { readonly ktype: number; readonly vtype: number; readonly size: number };
    readBool(): boolean;
    readByte(): number;
    readI16(): number;
    readI32(): number;
    readI64(): unknown;
    readDouble(): number;
    readString(): string;
    readMessageEnd(): void;
  }

  export type ProtocolClass = new (transport: Transport) => Protocol;

  export interface Connection extends EventEmitter {
    destroy(): void;
  }

  const thrift: {
    readonly Connection: new (stream: Duplex, options: object) => Connection;
    readonly TBufferedTransport: unknown;
    readonly TBinaryProtocol: ProtocolClass;
    createClient<Client>(
      service: new (transport: Transport, protocol: ProtocolClass) => Client,
      connection: Connection,
    ): Client;
  };
  export default thrift;
}
