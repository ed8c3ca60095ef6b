/** The part of oracledb that we use; the package has no types of its own. */
declare module 'oracledb' {
  export interface Connection {
    readonly oracleServerVersionString: string;
    callTimeout: number;
    execute<Row>(
      sql: string,
      values: Readonly<Record<string, unknown>>,
      options: object & { readonly resultSet: true },
    ): Promise<{ readonly resultSet: ResultSet<Row> }>;
    execute<Row>(
      sql: string,
      values: Readonly<Record<string, unknown>>,
      options: object,
    ): Promise<{ readonly rows?: readonly Row[] }>;
    close(options: { readonly drop: boolean }): Promise<void>;
  }

  /** Rows that the server holds until they are asked for. */
  export interface ResultSet<Row> {
    getRows(count: number): Promise<Row[]>;
    close(): Promise<void>;
  }

  const oracledb: {
    readonly OUT_FORMAT_OBJECT: number;
    readonly STRING: number;
    getConnection(options: object): Promise<Connection>;
  };
  export default oracledb;
}

declare module 'oracledb/lib/thin/sqlnet/ntTcp.js' {
  import type { Socket } from 'node:net';

  /** What carries the packets of one connection. */
  export interface Transport {
    stream: Socket;
    connStream: Socket;
    connected: boolean;
  }

  const NtTcp: {
    readonly prototype: {
      ntConnect(this: Transport): Promise<void>;
      tlsConnect(this: Transport, secureContext: unknown, stream: Socket): Promise<void>;
      setupEventHandlers(this: Transport): void;
      receive(this: Transport): Promise<{ readonly type: number } | undefined>;
    };
  };
  export default NtTcp;
}
