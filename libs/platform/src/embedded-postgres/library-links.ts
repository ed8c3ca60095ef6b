import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

interface LibraryLink {
  /** The file, relative to the package, so it begins with `native/`. */
  readonly source: string;
  /** The link to it. */
  readonly target: string;
}

/**
 * Makes the symbolic links that an npm package cannot carry. The package makes them in its install script,
 * which `npm install --ignore-scripts` skips.
 *
 * @param native - the folder `native`, of the package or of a copy
 * @throws the error of the file system when a link is missing and cannot be made
 */
export async function restoreLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    const path = join(dirname(native), target);
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
