import {
  FILE_NAME,
  isJsonObject,
  isStorable,
  type JsonObject,
  type JsonValue,
  matchesFormat,
  ownValue,
} from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import type { ConnectionRequest, FileStorageRequest, SecretField, SshRequest } from '../wire.js';
import { MemberReader } from './member-reader.js';

/**
 * Reads the body of a create or of a full replacement. Members that the contract does not know are ignored.
 *
 * @throws DomainError `invalid` that names each member at fault, by its path in the body
 */
export function readRequest(body: JsonObject): ConnectionRequest {
  const errors: FieldError[] = [];
  const members = new MemberReader(body, '', errors);
  const alias = members.requiredText('alias');
  const uri = members.requiredText('connection_uri');
  const useSsh = members.flag('use_ssh') ?? false;
  const sshMembers = members.object('ssh_settings');
  const storageMembers = members.object('file_storage');
  // What no tunnel uses is not kept.
  const ssh = useSsh ? readSsh(sshMembers, errors) : null;
  const request: ConnectionRequest = {
    alias,
    ssh,
    path: readPath(members, errors),
    fileStorage: storageMembers && readFileStorage(storageMembers),
    schemas: readSchemas(body, errors),
    metadata: readMetadata(body, errors),
    secrets: {
      connection_uri: uri.trim(),
      llm_api_key: members.text('llm_api_key'),
      ...secretsOf(sshMembers, 'ssh_settings', ['password', 'private_key_password', 'private_key'], useSsh),
      ...secretsOf(storageMembers, 'file_storage', ['access_key_id', 'secret_access_key'], true),
    },
  };
  if (errors.length > 0) throw invalid(errors);
  return request;
}

function readSsh(members: MemberReader | null, errors: FieldError[]): SshRequest | null {
  if (!members) {
    const message = 'ssh_settings is required where use_ssh is true.';
    errors.push({ path: 'ssh_settings', rule: 'required', message });
    return null;
  }
  return {
    host: members.requiredText('host'),
    port: members.textOrNumber('port'),
    username: members.requiredText('username'),
  };
}

function readFileStorage(members: MemberReader): FileStorageRequest {
  return {
    name: members.requiredText('name'),
    region: members.text('region'),
    bucket: members.text('bucket'),
  };
}

/** A path is the name of an uploaded file: no path of the server, and no address of another store. */
function readPath(members: MemberReader, errors: FieldError[]): string | null {
  const path = members.text('path_to_credentials_file');
  if (path === null || matchesFormat(FILE_NAME, path)) return path;
  const message = `path_to_credentials_file must be ${FILE_NAME.means}.`;
  errors.push({ path: 'path_to_credentials_file', rule: 'pattern', message });
  return null;
}

function readSchemas(body: JsonObject, errors: FieldError[]): readonly string[] | null {
  const value = ownValue(body, 'schemas') ?? null;
  if (value === null) return null;
  const isName = (item: JsonValue): item is string => typeof item === 'string' && item !== '';
  if (Array.isArray(value) && (value as readonly JsonValue[]).every(isName)) {
    return value.length === 0 ? null : (value as readonly string[]);
  }
  errors.push({ path: 'schemas', rule: 'array', message: 'schemas must be a list of texts, or null.' });
  return null;
}

function readMetadata(body: JsonObject, errors: FieldError[]): JsonObject | null {
  const value = ownValue(body, 'metadata') ?? null;
  if (value !== null && !isJsonObject(value)) {
    errors.push({ path: 'metadata', rule: 'object', message: 'metadata must be an object, or null.' });
    return null;
  }
  if (isStorable(value)) return value;
  const message = 'metadata must hold no NUL character and no half of a surrogate pair.';
  errors.push({ path: 'metadata', rule: 'text', message });
  return null;
}

function secretsOf<Section extends string, Name extends string>(
  members: MemberReader | null,
  section: Section,
  names: readonly Name[],
  wanted: boolean,
): Record<`${Section}.${Name}` & SecretField, string | null> {
  return Object.fromEntries(
    names.map((name) => [`${section}.${name}`, wanted && members ? members.text(name) : null]),
  ) as Record<`${Section}.${Name}` & SecretField, string | null>;
}
