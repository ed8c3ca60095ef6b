import type { ParsedUri } from '#connector-sdk';
import { dialectOf } from '../dialect-table.js';
import type { ConnectionRequest } from '../wire.js';
import type { SecretChanges } from './echoed-secrets.js';
import type { StoredConnection } from './stored-connection.js';

/** What the file of `path_to_credentials_file` is, where one is to be read. */
export type KeyFileUse = { readonly path: string; readonly as: 'credential' | 'ssh_key' };

/**
 * The file that a request needs; null for none. A file that is named and not needed is remembered, and not read.
 *
 * @param type - of the connection as it will be
 * @param stored - what is there already; null for a create
 */
export function wantedKeyFile(
  { path, ssh }: ConnectionRequest,
  secrets: SecretChanges,
  type: string,
  stored: StoredConnection | null,
): KeyFileUse | null {
  if (path === null) return null;
  const samePath = path === stored?.members.path;
  if (dialectOf(type)?.keyFile) {
    return secrets.connection_uri === undefined && samePath ? null : { path, as: 'credential' };
  }
  const key = secrets['ssh_settings.private_key'];
  if (!ssh || typeof key === 'string') return null;
  // The page's bodies have no `private_key`: then the file is the key, each time.
  return key === undefined && samePath ? null : { path, as: 'ssh_key' };
}

/** The credential of a connection: the URI's, or the one that the file holds. */
export function credentialFrom(
  parsed: Pick<ParsedUri, 'type' | 'credential'>,
  fileText: string | null,
): { readonly type: string; readonly payload: object | string } | null {
  const type = dialectOf(parsed.type)?.keyFile;
  if (parsed.credential || type === undefined || fileText === null) return parsed.credential;
  return { type, payload: fileText };
}
