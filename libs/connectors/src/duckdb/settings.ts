import { join } from 'node:path';

const OFF = 'false';

/**
 * DuckDB's settings for a file that somebody else made (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview):
 * it reads that file, and neither other files, addresses and extensions nor secrets of this machine.
 *
 * @param folder - the job's own; what DuckDB would keep in the user's home goes there
 * @remarks In this order: once external access is off, the folders cannot be set any more, and the lock is last.
 */
export function lockedSettings(folder: string): Record<string, string> {
  return {
    autoinstall_known_extensions: OFF,
    autoload_known_extensions: OFF,
    allow_community_extensions: OFF,
    allow_unsigned_extensions: OFF,
    allow_persistent_secrets: OFF,
    threads: '1',
    memory_limit: '256MB',
    temp_directory: '',
    home_directory: folder,
    extension_directory: join(folder, 'extensions'),
    secret_directory: join(folder, 'secrets'),
    enable_external_access: OFF,
    lock_configuration: 'true',
  };
}
