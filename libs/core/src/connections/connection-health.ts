/** How a connection has fared in its checks. */
export interface ConnectionHealth {
  /** `paused`: the credential was refused so often that scheduled checks wait for a change. */
  readonly status: 'healthy' | 'failing' | 'paused';
  /** When this status began. */
  readonly since: string;
  readonly last_ok: string | null;
  readonly consecutive_failures: number;
}
