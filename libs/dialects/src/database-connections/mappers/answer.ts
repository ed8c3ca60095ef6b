import type { JsonValue } from '#connector-sdk';
import { dialectOf } from '../dialect-table.js';
import type { ConnectionAnswer, SecretField } from '../wire.js';
import { shownDialect } from './kept-members.js';
import { DEFAULT_PORT, SSH_SECRETS, sshPath, storedSsh } from './ssh-transport.js';
import type { StoredConnection } from './stored-connection.js';

/** True for a connection that this contract has words for. */
export function isShown({ view }: Pick<StoredConnection, 'view'>): boolean {
  return dialectOf(view.type) !== undefined;
}

/**
 * A connection in this contract's words.
 *
 * @param tokenOf - the token that stands for a field of this connection
 */
export function connectionAnswer(
  { view, sealed, members, sealedMembers }: StoredConnection,
  tokenOf: (field: SecretField) => string,
): ConnectionAnswer {
  const kept = (field: SecretField): string | null => (sealedMembers.has(field) ? tokenOf(field) : null);
  const { fileStorage } = members;
  return {
    id: String(view.id),
    alias: view.name,
    dialect: shownDialect(view.type, members.dialect),
    use_ssh: storedSsh(view.transport) !== null,
    connection_uri: tokenOf('connection_uri'),
    path_to_credentials_file: members.path,
    llm_api_key: kept('llm_api_key'),
    ssh_settings: sshAnswer(view.transport, sealed, tokenOf),
    file_storage: fileStorage && {
      name: fileStorage.name,
      access_key_id: kept('file_storage.access_key_id'),
      secret_access_key: kept('file_storage.secret_access_key'),
      region: fileStorage.region,
      bucket: fileStorage.bucket,
    },
    schemas: view.schemas,
    metadata: members.metadata,
    created_at: view.created_at,
  };
}

function sshAnswer(
  transport: StoredConnection['view']['transport'],
  sealed: ReadonlySet<string>,
  tokenOf: (field: SecretField) => string,
): ConnectionAnswer['ssh_settings'] {
  const ssh = storedSsh(transport);
  if (!ssh) return null;
  const kept = (name: keyof typeof SSH_SECRETS): string | null =>
    sealed.has(sshPath(name)) ? tokenOf(SSH_SECRETS[name]) : null;
  return {
    host: text(ssh['host']),
    username: text(ssh['username']),
    password: kept('password'),
    port: typeof ssh['port'] === 'number' ? ssh['port'] : text(ssh['port'] ?? DEFAULT_PORT),
    private_key_password: kept('private_key_passphrase'),
    private_key: kept('private_key'),
  };
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
