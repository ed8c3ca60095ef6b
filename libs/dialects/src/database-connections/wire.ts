import type { JsonObject } from '#connector-sdk';

/** The bastion of a request; a secret that is absent, null or empty is none. */
export interface SshRequest {
  readonly host: string;
  readonly port: string | number | null;
  readonly username: string;
}

/** Where a client keeps the files that it makes of answers. */
export interface FileStorageRequest {
  readonly name: string;
  readonly region: string | null;
  readonly bucket: string | null;
}

/** The members that are secrets, by their path in a body. */
export const SECRET_FIELDS = [
  'connection_uri',
  'llm_api_key',
  'ssh_settings.password',
  'ssh_settings.private_key_password',
  'ssh_settings.private_key',
  'file_storage.access_key_id',
  'file_storage.secret_access_key',
] as const;

/** One of {@link SECRET_FIELDS}. */
export type SecretField = (typeof SECRET_FIELDS)[number];

/** A body that was found well formed. What is secret of it is in `secrets`, and nowhere else. */
export interface ConnectionRequest {
  readonly alias: string;
  readonly ssh: SshRequest | null;
  readonly path: string | null;
  readonly fileStorage: FileStorageRequest | null;
  /** Null where the client leaves them to the engine. */
  readonly schemas: readonly string[] | null;
  readonly metadata: JsonObject | null;
  /** Null for one that is not given. */
  readonly secrets: Readonly<Record<SecretField, string | null>>;
}

/** A connection as this contract answers it. Secrets are tokens that stand for what is stored; null for none. */
export interface ConnectionAnswer {
  readonly id: string;
  readonly alias: string;
  readonly dialect: string;
  readonly use_ssh: boolean;
  readonly connection_uri: string;
  readonly path_to_credentials_file: string | null;
  readonly llm_api_key: string | null;
  readonly ssh_settings: {
    readonly host: string;
    readonly username: string;
    readonly password: string | null;
    readonly port: string | number;
    readonly private_key_password: string | null;
    readonly private_key: string | null;
  } | null;
  readonly file_storage: {
    readonly name: string;
    readonly access_key_id: string | null;
    readonly secret_access_key: string | null;
    readonly region: string | null;
    readonly bucket: string | null;
  } | null;
  readonly schemas: readonly string[] | null;
  readonly metadata: JsonObject | null;
  readonly created_at: string;
}
