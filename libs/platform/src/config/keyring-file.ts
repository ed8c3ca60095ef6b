import { randomBytes } from 'node:crypto';
import { ConfigError } from './config-error.js';
import { readOwnersFile, writeOwnersFileOnce } from './owners-file.js';

const KEY_BYTES = 32;
const FIRST_KEY_ID = 'k1';
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** The key-encryption keys. New secrets are wrapped with the active one; the others still open older ones. */
export interface Keyring {
  readonly active: string;
  /** Each key has 32 bytes (AES-256). */
  readonly keys: ReadonlyMap<string, Buffer>;
}

/**
 * Reads the file of `PATCHBAY_KEYRING_FILE`: JSON `{"active": id, "keys": {id: base64 of 32 bytes}}`.
 *
 * @throws ConfigError when it is missing, open to others than its owner, or not of the form; one line, without
 * anything that stands in the file
 */
export async function loadKeyring(path: string): Promise<Keyring> {
  const text = await readOwnersFile(path, 'The keyring of PATCHBAY_KEYRING_FILE');
  if (text === undefined) refuse('does not exist');
  const { active, keys } = members(jsonOf(text));
  const entries = Object.entries(members(keys)).map(([id, key]) => [id, keyOf(id, key)] as const);
  const ring = new Map(entries);
  if (typeof active !== 'string' || !ring.has(active)) refuse('must name one of its keys as the active one');
  if (new Set(entries.map(([, key]) => key.toString('hex'))).size < ring.size)
    refuse('must not hold a key twice');
  return Object.freeze({ active, keys: ring });
}

/**
 * Makes a keyring of one new random key, mode 600.
 *
 * @returns false when there is a file already, which stays as it is
 */
export async function createKeyringFile(path: string): Promise<boolean> {
  const keys = { [FIRST_KEY_ID]: randomBytes(KEY_BYTES).toString('base64') };
  return writeOwnersFileOnce(path, `${JSON.stringify({ active: FIRST_KEY_ID, keys }, null, 2)}\n`);
}

function keyOf(id: string, key: unknown): Buffer {
  if (!KEY_ID.test(id))
    refuse('must have key ids of letters, digits, dots, hyphens and underscores, 63 at most');
  if (typeof key !== 'string' || !BASE64.test(key)) refuse('must hold keys of 32 bytes in base64');
  return Buffer.from(key, 'base64');
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  return refuse('must be JSON of the form {"active": id, "keys": {id: base64}}');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return undefined;
  }
}

function refuse(rule: string): never {
  throw new ConfigError(`The keyring of PATCHBAY_KEYRING_FILE ${rule}.`);
}
