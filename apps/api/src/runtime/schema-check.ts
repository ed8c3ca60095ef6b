import { type DatabaseTarget, type Queries, tooStrongRole, withOneConnection } from '#platform/database';
import { type KeyProvider, checkEncryptionKeys } from '#platform/vault';
import { pendingMigrations } from '#migrations';
import { StartError } from './start-error.js';

/**
 * Looks at the database as the role that will serve.
 *
 * @throws StartError when it cannot be reached, the schema is not this version's, row-level security would
 *   not hold for the role, or the key ring is not the one that sealed the data
 */
export async function checkDatabase(app: DatabaseTarget, keys: KeyProvider): Promise<void> {
  await withOneConnection(app, (queries) => checkSchema(queries, keys)).catch((error: unknown) => {
    if (error instanceof StartError) throw error;
    throw new StartError(`DATABASE_URL: the database cannot be used (${codeOf(error)}).`);
  });
}

async function checkSchema(queries: Queries, keys: KeyProvider): Promise<void> {
  const pending = await pendingMigrations(queries);
  if (pending > 0)
    throw new StartError(`DATABASE_URL: ${pending} migrations are due; run "npm run migrate".`);
  const strong = await tooStrongRole(queries);
  if (strong !== null) throw new StartError(`DATABASE_URL: ${strong}; serve as a role with fewer rights.`);
  const mismatch = await checkEncryptionKeys(queries, keys);
  if (mismatch !== null) throw new StartError(`PATCHBAY_KEYRING_FILE: ${mismatch}.`);
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
