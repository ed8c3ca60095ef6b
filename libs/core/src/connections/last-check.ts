/** The last check of a connection, as it stands on the connection. */
export interface LastCheck {
  readonly id: number;
  readonly ok: boolean;
  /** Of the first step that failed. */
  readonly code: string | null;
  readonly checked_at: string;
  /** The connection's version that was tested: a later one is untested. */
  readonly version: number;
}
