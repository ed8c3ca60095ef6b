import { randomBytes } from 'node:crypto';
import { ConfigError } from './config-error.js';
import { readOwnersFile, writeOwnersFileOnce } from './owners-file.js';

/** A secret that is kept in a file of its own. */
export interface StoredSecret {
  readonly value: string;
  /** True when this call wrote the file, so that the caller can say where it lies. */
  readonly created: boolean;
}

/**
 * Reads a secret, or makes one of so many random bytes (base64url, RFC 4648 section 5). Several processes may
 * start at once: all get the secret of the one that came first.
 *
 * @param path absolute path; its folder is made when it is missing
 * @param bytes how many random bytes a new secret has
 * @throws ConfigError when the file is there and is empty, or others than its owner may read it
 */
export async function readOrCreateSecretFile(path: string, bytes: number): Promise<StoredSecret> {
  const before = await readSecret(path);
  if (before !== undefined) return { value: before, created: false };
  const fresh = randomBytes(bytes).toString('base64url');
  const created = await writeOwnersFileOnce(path, `${fresh}\n`);
  const value = created ? fresh : await readSecret(path);
  if (value === undefined) throw new ConfigError('The secret file was deleted while it was being made.');
  return { value, created };
}

/**
 * Reads a secret that an operator put there.
 *
 * @throws ConfigError when the file is missing or empty, or others than its owner may read it
 */
export async function readSecretFile(path: string): Promise<string> {
  const value = await readSecret(path);
  if (value === undefined) throw new ConfigError('A secret_file of PATCHBAY_JWT_ISSUERS does not exist.');
  return value;
}

async function readSecret(path: string): Promise<string | undefined> {
  const value = (await readOwnersFile(path, 'The secret file'))?.trim();
  if (value === '') throw new ConfigError('The secret file is empty: delete it to have a new one made.');
  return value;
}
