import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's packages put their jars. */
const DEBIAN_JARS = '/usr/share/java';

export interface JdbcFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder of JDBC drivers as an operator would make it, from those of Debian's packages. */
export async function jdbcFolderWith(...jars: readonly string[]): Promise<JdbcFolder> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-jdbc-'));
  for (const jar of jars) await symlink(join(DEBIAN_JARS, jar), join(path, jar));
  return { path, remove: () => rm(path, { recursive: true }) };
}
