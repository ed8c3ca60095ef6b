import { isJsonObject, type JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { HOOK_NAMES, type HookName, SYNTHO_HOOKS, TLS_MODES_BY_WORD } from './hook-table.js';
import type { GivenProperties } from './property.js';
import { readProperties } from './read-properties.js';

/** A file of the upload area whose text belongs somewhere in the native body. */
export interface WishedFile {
  /** The member that names it. */
  readonly field: string;
  readonly path: string;
  /** Where its content goes in the native body: `transport.tls.ca`. */
  readonly place: string;
  readonly as: 'text' | 'base64';
}

/** The hooks in native words. */
export interface ReadHooks {
  readonly transport: JsonObject;
  /** Takes the place of user and password. */
  readonly kerberosPrincipal: string | null;
  readonly files: readonly WishedFile[];
}

const FILES = { ca_filename: 'ca', cert_filename: 'cert', key_filename: 'key' } as const;

/** Reads `hooks_params`. `local_host` and `local_port` are taken and never bound: nothing listens for a tenant. */
export function readHooks(value: unknown, errors: FieldError[]): ReadHooks {
  const none = { transport: {}, kerberosPrincipal: null, files: [] };
  if (value === undefined || value === null) return none;
  if (!isJsonObject(value)) {
    errors.push({ path: 'hooks_params', rule: 'object', message: 'hooks_params must be an object or null.' });
    return none;
  }
  const ssh = hook('SSHTunnel', value, errors);
  const ssl = hook('SSL', value, errors);
  const kerberos = hook('Kerberos', value, errors);
  const files: WishedFile[] = [];
  const transport = {
    ...(ssh ? { ssh: sshOf(ssh, errors) } : {}),
    ...(ssl ? { tls: tlsOf(ssl, files, errors) } : {}),
    ...(kerberos ? { kerberos: {} } : {}),
  };
  return { transport, kerberosPrincipal: kerberos ? keytabOf(kerberos, files, errors) : null, files };
}

function hook(name: HookName, hooks: JsonObject, errors: FieldError[]): GivenProperties | null {
  const value = hooks[name] ?? null;
  const path = `hooks_params.${name}`;
  if (value === null) return null;
  if (isJsonObject(value)) return readProperties(SYNTHO_HOOKS[name].properties, value, errors, `${path}.`);
  errors.push({ path, rule: 'object', message: `${path} must be an object or null.` });
  return null;
}

function sshOf(given: GivenProperties, errors: FieldError[]): JsonObject {
  requireIn('SSHTunnel', given, ['host', 'username'], errors);
  return withoutAbsent({
    host: given['host'],
    port: given['port'],
    username: given['username'],
    password: filled(given['password']),
    private_key: filled(given['pkey']),
    private_key_passphrase: filled(given['pkey_password']),
  });
}

function tlsOf(given: GivenProperties, files: WishedFile[], errors: FieldError[]): JsonObject {
  for (const [field, member] of Object.entries(FILES)) {
    const path = filled(given[field]);
    if (path === undefined) continue;
    if (filled(given[member]) !== undefined) {
      errors.push({
        path: `hooks_params.SSL.${field}`,
        rule: 'either',
        message: `hooks_params.SSL takes ${field} or ${member}, not both.`,
      });
    }
    files.push({
      field: `hooks_params.SSL.${field}`,
      path: path as string,
      place: `transport.tls.${member}`,
      as: 'text',
    });
  }
  const proves = filled(given['ca']) !== undefined || filled(given['ca_filename']) !== undefined;
  const word = given['ssl_mode'] as string | undefined;
  // Who asks for SSL and says no more wants it; who brings an authority wants it to count.
  const mode =
    word === undefined ? (proves ? 'verify-ca' : 'require') : TLS_MODES_BY_WORD[word.toLowerCase()];
  return withoutAbsent({
    mode,
    ca: filled(given['ca']),
    cert: filled(given['cert']),
    key: filled(given['key']),
  });
}

function keytabOf(given: GivenProperties, files: WishedFile[], errors: FieldError[]): string {
  requireIn('Kerberos', given, ['principal', 'keytab_file'], errors);
  files.push({
    field: 'hooks_params.Kerberos.keytab_file',
    path: String(given['keytab_file'] ?? ''),
    place: 'credential.payload.keytab',
    as: 'base64',
  });
  return String(given['principal'] ?? '');
}

/** The page makes every member of a hook optional; without these there is no such hook. */
function requireIn(
  name: HookName,
  given: GivenProperties,
  members: readonly string[],
  errors: FieldError[],
): void {
  for (const member of members) {
    const path = `hooks_params.${name}.${member}`;
    if (filled(given[member]) !== undefined || errors.some((error) => error.path === path)) continue;
    errors.push({ path, rule: 'required', message: `${path} is required.` });
  }
}

const filled = (value: GivenProperties[string] | undefined) => (value === '' ? undefined : value);

function withoutAbsent(members: Readonly<Record<string, GivenProperties[string] | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

/** Names of hooks that the native transports of a connector stand for. */
export function hooksOf(transports: readonly string[]): HookName[] {
  return HOOK_NAMES.filter((name) => transports.includes(SYNTHO_HOOKS[name].transport));
}
