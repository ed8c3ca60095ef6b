/** What the package `odbc` exports, as far as it is used; it is installed where this type of source is wanted. */
export interface OdbcPackage {
  connect(options: {
    readonly connectionString: string;
    /** Seconds. */
    readonly connectionTimeout: number;
    /** Seconds. */
    readonly loginTimeout: number;
  }): Promise<OdbcConnection>;
}

/** One login. */
export interface OdbcConnection {
  query(sql: string): Promise<Iterable<unknown>>;
  close(): Promise<void>;
}

/** One line of what went wrong: a driver reports several at once. */
export interface OdbcErrorLine {
  /** A SQLSTATE. */
  readonly state: string;
  /** The server's own number, or FreeTDS' from 20000 on; 0 for neither. */
  readonly code: number;
  readonly message: string;
}

const PACKAGE = 'odbc';

/** Loads the package. @throws Error `ERR_MODULE_NOT_FOUND` or `ERR_DLOPEN_FAILED` where it is not installed */
export async function loadOdbc(): Promise<OdbcPackage> {
  const { default: odbc } = (await import(PACKAGE)) as { default: OdbcPackage };
  return odbc;
}

/** The lines of an error of this package; none for any other error. */
export function odbcErrorLines(error: unknown): readonly OdbcErrorLine[] {
  const { odbcErrors } = error as { odbcErrors?: unknown };
  return Array.isArray(odbcErrors) ? (odbcErrors as OdbcErrorLine[]) : [];
}
