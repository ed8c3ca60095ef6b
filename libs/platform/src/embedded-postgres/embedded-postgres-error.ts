/**
 * - `not_installed`: the optional package with the binaries is missing or has no build for this machine.
 * - `binaries_unusable`: the binaries are there and do not run, even from a copy.
 * - `system_user_missing`: started as root, and no user `postgres` could be found or made.
 * - `home_unusable`: the home folder, or the folder for the socket, cannot be made or written.
 * - `home_in_use`: another live process holds the home folder.
 * - `data_unusable`: there is data, and it cannot be reached, or not be opened with the stored password.
 * - `init_failed`, `start_failed`: initdb or postgres ended with an error or took too long.
 */
export type EmbeddedPostgresErrorCode =
  | 'not_installed'
  | 'binaries_unusable'
  | 'system_user_missing'
  | 'home_unusable'
  | 'home_in_use'
  | 'data_unusable'
  | 'init_failed'
  | 'start_failed';

/** Why the embedded Postgres did not start; `message` is fit to be shown to whoever started the server. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** The words of something that was caught. */
export function reasonOf(caught: unknown): string {
  return (caught as Partial<Error> | undefined)?.message ?? 'unknown reason';
}
