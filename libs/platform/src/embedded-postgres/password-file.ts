import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * Reads the password of the superuser, which is made at the first start and kept in a file of mode 600.
 *
 * @param mayCreate - false once there is data: a new password would not open it
 * @throws EmbeddedPostgresError `data_unusable` when the file is gone and the data is not
 */
export async function obtainPassword(path: string, mayCreate: boolean): Promise<string> {
  const stored = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new EmbeddedPostgresError('data_unusable', `The password file cannot be read: ${error.message}.`);
  });
  if (stored.trim() !== '') {
    await chmod(path, 0o600);
    return stored.trim();
  }
  if (mayCreate) return createPassword(path);
  throw new EmbeddedPostgresError(
    'data_unusable',
    `There is data, and its password file ${path} is missing.`,
  );
}

/** On disk before it is in use: the data cannot be opened without it. */
async function createPassword(path: string): Promise<string> {
  const password = randomBytes(32).toString('base64url');
  const draft = `${path}.draft-${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return password;
}
