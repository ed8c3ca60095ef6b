import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testDatabases, withClient } from '../databases.js';

/** Something that was stored: its name, and its bytes. */
export type Visit = (where: string, content: Buffer) => void;

/**
 * Copies out every table of the database, the system's own among them, as text with both forms of `bytea`, and
 * as binary.
 */
export async function visitTables(visit: Visit): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-copy-'));
  // The server writes the files, and runs as another user where the tests run as root.
  await chmod(folder, 0o777);
  try {
    return await withClient('superuser', async (client) => {
      const tables = await tablesOf(client);
      for (const [index, table] of tables.entries()) {
        // Some types of the system's own tables have no binary form.
        const forms = table.startsWith('pg_catalog.') ? ['hex'] : ['hex', 'escape', 'binary'];
        for (const form of forms) {
          const file = join(folder, `${index}.${form}`);
          if (form !== 'binary') await client.query(`set bytea_output = ${form}`);
          const format = form === 'binary' ? 'with (format binary)' : '';
          await client.query(`copy (select * from ${table}) to ${pg.escapeLiteral(file)} ${format}`);
          visit(`table ${table} (${form})`, await readFile(file));
        }
      }
      return tables.length;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads every file of the server, its write-ahead log among them, and all else in its home folder. */
export async function visitFiles(visit: Visit): Promise<number> {
  const data = await withClient('superuser', async (client) => {
    await client.query('checkpoint');
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]!.data_directory;
  });
  const folders = [data, testDatabases().home];
  const files = new Set((await Promise.all(folders.map(filesIn))).flat());
  for (const file of files) {
    // The other suites go on: what they drop may be gone before it is read.
    const content = await readFile(file).catch(() => null);
    if (content) visit(`file ${file}`, content);
  }
  return files.size;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function tablesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not like 'pg\\_t%' order by 1`,
  );
  return rows.map(({ name }) => name);
}
