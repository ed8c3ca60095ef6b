import {
  FILE_NAME,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  matchesFormat,
  ownValue,
} from '#connector-sdk';

/** Longest text that is said back. */
const MOST_CHARACTERS = 255;

/**
 * What of a request its error says back: no secret, no address that could hold one, and no metadata. It is built
 * member by member, so that a member nobody thought of is none.
 */
export function requestDetail(body: unknown): JsonObject | null {
  if (!isJsonObject(body)) return null;
  const alias = textAt(body, 'alias');
  if (alias === undefined) return null;
  const ssh = ownValue(body, 'ssh_settings');
  const path = textAt(body, 'path_to_credentials_file');
  const useSsh = ownValue(body, 'use_ssh');
  return compact({
    alias,
    use_ssh: typeof useSsh === 'boolean' ? useSsh : false,
    path_to_credentials_file: path !== undefined && matchesFormat(FILE_NAME, path) ? path : undefined,
    schemas: schemasAt(body),
    ssh_settings: isJsonObject(ssh)
      ? compact({ host: hostAt(ssh), username: textAt(ssh, 'username'), port: portAt(ssh) })
      : undefined,
  });
}

function schemasAt(body: JsonObject): readonly string[] | undefined {
  const schemas = ownValue(body, 'schemas');
  if (!Array.isArray(schemas)) return undefined;
  const isName = (item: unknown): item is string =>
    typeof item === 'string' && item.length <= MOST_CHARACTERS;
  return schemas.every(isName) ? schemas : undefined;
}

/** Something else than a host may stand there by mistake, a whole address with its password for example. */
function hostAt(ssh: JsonObject): string | undefined {
  const host = textAt(ssh, 'host');
  return host !== undefined && /^[\w.:-]+$/.test(host) ? host : undefined;
}

function portAt(ssh: JsonObject): JsonValue | undefined {
  const port = ownValue(ssh, 'port');
  if (typeof port === 'number') return port;
  return typeof port === 'string' && /^\d{1,5}$/.test(port) ? port : undefined;
}

function textAt(object: JsonObject, name: string): string | undefined {
  const value = ownValue(object, name);
  return typeof value === 'string' && value.length <= MOST_CHARACTERS ? value : undefined;
}

function compact(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
