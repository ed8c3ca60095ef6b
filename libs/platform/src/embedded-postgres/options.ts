/** How to start the embedded Postgres. */
export interface EmbeddedPostgresOptions {
  /** Absolute path of the folder that keeps the data, the password and the log; made when it is missing. */
  readonly home: string;
  /** Gets one line, without its line end, for each thing that the operator should know. */
  readonly log?: (line: string) => void;
  /** Milliseconds that Postgres may take from its start until it accepts connections. Default 30 000. */
  readonly startTimeoutMs?: number;
  /** Further server settings (`postgres -c name=value`); they win over the built-in ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a `pg` client needs. There is no TCP port: `host` is the folder that holds the Unix socket. */
export interface EmbeddedPostgresConnection {
  readonly host: string;
  /** Part of the socket's file name, not a port of the network. */
  readonly port: number;
  /** A superuser: make a weaker role for the application. */
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A running Postgres that belongs to this process. */
export interface EmbeddedPostgres {
  readonly connection: EmbeddedPostgresConnection;
  readonly dataDirectory: string;
  readonly pid: number;
  /**
   * Ends Postgres (fast shutdown: open transactions are rolled back; immediate shutdown after 8 s) and gives
   * the home folder free. Safe to call twice, and after Postgres ended by itself.
   */
  stop(): Promise<void>;
  /**
   * Calls the listener once when Postgres ends without `stop()`, at once if that has happened already.
   * The argument is the exit code, or null when a signal ended it.
   */
  onExit(listener: (code: number | null) => void): void;
}
