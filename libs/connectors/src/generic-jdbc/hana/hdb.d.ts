/** The part of hdb that we use; the package has no types of its own. */
declare module 'hdb' {
  import type { Socket } from 'node:net';

  /** Where the driver gets its socket from: one that is connected, and encrypted if it should be. */
  export type Connect = (options: object, done: (error: Error | null, socket?: Socket) => void) => void;

  export interface HdbStatement {
    /** A query brings its rows; a procedure brings its parameters, and then the rows of each of its tables. */
    exec(
      values: readonly unknown[],
      done: (error: Error | null, rows: unknown, tableRows?: unknown) => void,
    ): void;
    drop(done: () => void): void;
  }

  export interface HdbClient {
    readonly _connection: { _connectFn: Connect };
    _createConnection(settings: object): never;
    on(event: 'error', listener: (error: Error) => void): void;
    connect(done: (error?: Error | null) => void): void;
    prepare(sql: string, done: (error: Error | null, statement: HdbStatement) => void): void;
    destroy(): void;
  }

  const hdb: { createClient(options: object): HdbClient };
  export default hdb;
}
