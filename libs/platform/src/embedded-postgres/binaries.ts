import { randomUUID } from 'node:crypto';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { exists, makePassable } from './folders.js';
import { restoreLibraryLinks } from './library-links.js';
import type { NativePackage } from './native-package.js';
import { type Account, runProgram } from './run-program.js';

/**
 * Returns a folder whose `bin/initdb` and `bin/postgres` run as the account: the one of the package, or a copy
 * (60 MB, made once per version) when the account may not enter the package or the package lacks library links
 * and is read-only.
 *
 * @param copies - the folder for copies
 * @throws EmbeddedPostgresError `binaries_unusable`
 */
export async function prepareBinaries(
  installed: NativePackage,
  copies: string,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  const linked = await restoreLibraryLinks(installed.native).then(
    () => true,
    () => false,
  );
  if (linked && (await whyUnusable(installed.native, account)) === undefined) return installed.native;

  const copy = join(copies, `${installed.version}-${process.platform}-${process.arch}`);
  let problem: string | undefined;
  try {
    if (!(await exists(copy))) {
      log(`Copying the Postgres binaries to ${copy}, because they cannot be run where they are installed.`);
      await makeCopy(installed.native, copies, copy);
    }
    problem = await whyUnusable(copy, account);
  } catch (error) {
    problem = reasonOf(error);
  }
  if (problem === undefined) return copy;
  throw new EmbeddedPostgresError(
    'binaries_unusable',
    `The embedded Postgres does not run on this machine (${problem}): set DATABASE_URL to a Postgres server.`,
  );
}

/** Made aside and then renamed, so that a copy that is there is whole. */
async function makeCopy(native: string, copies: string, copy: string): Promise<void> {
  await makePassable(copies);
  const draft = join(copies, `draft-${randomUUID()}`);
  try {
    // The links hold paths relative to `native`, thus the copy keeps that name.
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    // The copy has the modes of the package, which may be closed to others, or to writing by us.
    await runProgram('chmod', ['-R', 'u+w,a+rX', draft]);
    await restoreLibraryLinks(join(draft, 'native'));
    await rename(join(draft, 'native'), copy).catch(async (error: unknown) => {
      if (!(await exists(copy))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Asks both programs for their version, which loads every library that they need. */
async function whyUnusable(native: string, account: Account | undefined): Promise<string | undefined> {
  for (const program of ['postgres', 'initdb']) {
    const { ok, output } = await runProgram(join(native, 'bin', program), ['--version'], account);
    if (!ok) return output.split('\n')[0] ?? program;
  }
  return undefined;
}
