import {
  canonicalJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ownValue,
  textOf,
} from '#connector-sdk';
import type { SecretField, SshRequest } from '../wire.js';
import type { SecretChanges } from './echoed-secrets.js';

/** Our name of each secret of a bastion, beside the contract's. */
export const SSH_SECRETS = {
  password: 'ssh_settings.password',
  private_key: 'ssh_settings.private_key',
  private_key_passphrase: 'ssh_settings.private_key_password',
} as const satisfies Record<string, SecretField>;

/** Where core keeps a bastion's secret. */
export const sshPath = (name: string): string => `transport.ssh.${name}`;

/** What is stored of a bastion, without its secrets. */
export function storedSsh(transport: JsonObject | null): JsonObject | null {
  const ssh = transport && ownValue(transport, 'ssh');
  return isJsonObject(ssh) ? ssh : null;
}

/** A bastion for a connection that has none yet. */
export function newSsh({ host, port, username }: SshRequest, secrets: SecretChanges): JsonObject {
  const given = Object.entries(SSH_SECRETS).flatMap(([name, field]): [string, string][] => {
    const value = secrets[field];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return { host, ...(port === null ? {} : { port }), username, ...Object.fromEntries(given) };
}

/**
 * The change of a bastion that is stored; undefined for none. What the contract has no words for stays: a jump host,
 * and the pinned host key as long as the host is the same.
 *
 * @param sealed - paths of the secrets that are stored
 */
export function changedSsh(
  { host, port, username }: SshRequest,
  secrets: SecretChanges,
  stored: JsonObject,
  sealed: ReadonlySet<string>,
): JsonObject | undefined {
  const changes = Object.entries(SSH_SECRETS).flatMap(([name, field]): [string, string | null][] => {
    const value = secrets[field];
    const isChange = typeof value === 'string' || (value === null && sealed.has(sshPath(name)));
    return isChange ? [[name, value]] : [];
  });
  const { host_key, jump } = stored;
  const open = {
    host,
    ...(port === null ? {} : { port }),
    username,
    ...pick({ host_key: host === stored['host'] ? host_key : undefined, jump }),
  };
  if (changes.length === 0 && sameBastion(open, stored)) return undefined;
  return { ...open, ...Object.fromEntries(changes) };
}

function sameBastion(one: JsonObject, other: JsonObject): boolean {
  const spelled = (ssh: JsonObject) => canonicalJson({ ...ssh, port: textOf(ssh, 'port') ?? DEFAULT_PORT });
  return spelled(one) === spelled(other);
}

/** What the page shows where nobody chose one. */
export const DEFAULT_PORT = '22';

function pick(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
