/** What can be done with a source of one type. */
export interface Capabilities {
  /** It has tables, or what reads like one. */
  readonly tables: boolean;
  readonly views: boolean;
  /** Tables stand in schemas (data sets, databases) inside what the connection names. */
  readonly schemas: boolean;
  /** It is asked in SQL. */
  readonly sql: boolean;
  /** It holds files, listed by prefix. */
  readonly files: boolean;
}
