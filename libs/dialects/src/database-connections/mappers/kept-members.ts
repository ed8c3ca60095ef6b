import { isJsonObject, type JsonObject, ownValue, type ParsedUri } from '#connector-sdk';
import { dialectOf } from '../dialect-table.js';
import type { ConnectionRequest, FileStorageRequest } from '../wire.js';
import type { SecretChanges } from './echoed-secrets.js';

/** Under which name core keeps what only this contract speaks of. */
export const NAMESPACE = 'database_connections';

/** What core keeps beside the connection: one open object, and texts that it seals. */
export interface KeptMembers {
  readonly namespace: string;
  readonly open: JsonObject;
  /** Null removes; what is absent stays. */
  readonly sealed: Readonly<Record<string, string | null>>;
}

/** The open object, read back. */
export interface OpenMembers {
  readonly dialect: string | null;
  readonly path: string | null;
  readonly fileStorage: FileStorageRequest | null;
  readonly metadata: JsonObject | null;
}

const SEALED = ['llm_api_key', 'file_storage.access_key_id', 'file_storage.secret_access_key'] as const;

/** What of a request core keeps beside the connection. */
export function keptMembers(
  { path, fileStorage, metadata }: ConnectionRequest,
  secrets: SecretChanges,
  dialect: string | null,
): KeptMembers {
  const open = {
    ...(dialect === null ? {} : { dialect }),
    ...(path === null ? {} : { path_to_credentials_file: path }),
    ...(fileStorage === null ? {} : { file_storage: { ...fileStorage } }),
    ...(metadata === null ? {} : { metadata }),
  };
  const sealed = SEALED.flatMap((name): [string, string | null][] => {
    const value = secrets[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { namespace: NAMESPACE, open, sealed: Object.fromEntries(sealed) };
}

/** Reads what {@link keptMembers} wrote; of a connection that another contract made it is empty. */
export function openMembers(open: JsonObject): OpenMembers {
  const storage = ownValue(open, 'file_storage');
  const metadata = ownValue(open, 'metadata');
  return {
    dialect: textIn(open, 'dialect'),
    path: textIn(open, 'path_to_credentials_file'),
    fileStorage: isJsonObject(storage)
      ? {
          name: textIn(storage, 'name') ?? '',
          region: textIn(storage, 'region'),
          bucket: textIn(storage, 'bucket'),
        }
      : null,
    metadata: isJsonObject(metadata) ? metadata : null,
  };
}

/** The dialect of the URI that made a connection of this type, else the type's usual one. */
export function shownDialect(type: string, named: string | null): string {
  const dialects = dialectOf(type)?.dialects ?? [];
  return dialects.find((one) => one === named) ?? dialects[0] ?? '';
}

/** The dialect to remember: one that the type alone does not tell. */
export function namedDialect({ type, dialect }: Pick<ParsedUri, 'type' | 'dialect'>): string | null {
  return dialect === shownDialect(type, null) ? null : dialect;
}

function textIn(object: JsonObject, name: string): string | null {
  const value = ownValue(object, name);
  return typeof value === 'string' ? value : null;
}
