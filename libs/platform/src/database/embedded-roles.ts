import { DataSource } from 'typeorm';
import { type DatabaseTarget, dataSourceOptions, escapeIdentifier, escapeLiteral } from './target.js';

type ServerTarget = Exclude<DatabaseTarget, { url: string }>;

/** The roles of the embedded server, each with its password. */
export interface EmbeddedRoles {
  readonly owner: ServerTarget;
  readonly app: ServerTarget;
  readonly worker: ServerTarget;
}

const DATABASE = 'patchbay';
const OWNER = 'patchbay_owner';
const APP = 'patchbay_api';
const WORKER = 'patchbay_worker';

/**
 * Makes the database and its owner on an embedded server; the owner then migrates, as it would anywhere.
 *
 * @param superuser - the embedded server's own login
 * @param passwords - kept in the home folder, and set anew at each start
 */
export async function prepareEmbeddedDatabase(
  superuser: ServerTarget,
  passwords: { readonly owner: string; readonly app: string; readonly worker: string },
): Promise<EmbeddedRoles> {
  const options = dataSourceOptions(superuser, { pool: 1, applicationName: 'patchbay-start' });
  const dataSource = await new DataSource(options).initialize();
  try {
    await ensureRole(dataSource, OWNER, 'login createrole', passwords.owner);
    const found = await dataSource.query<unknown[]>('select 1 from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (found.length === 0) {
      await dataSource.query(
        `create database ${escapeIdentifier(DATABASE)} owner ${escapeIdentifier(OWNER)}`,
      );
    }
  } finally {
    await dataSource.destroy();
  }
  const at = { host: superuser.host, port: superuser.port, database: DATABASE };
  return {
    owner: { ...at, user: OWNER, password: passwords.owner },
    app: { ...at, user: APP, password: passwords.app },
    worker: { ...at, user: WORKER, password: passwords.worker },
  };
}

async function ensureRole(
  dataSource: DataSource,
  name: string,
  attributes: string,
  password: string,
): Promise<void> {
  const found = await dataSource.query<unknown[]>('select 1 from pg_roles where rolname = $1', [name]);
  const verb = found.length === 0 ? 'create' : 'alter';
  await dataSource.query(
    `${verb} role ${escapeIdentifier(name)} ${attributes} password ${escapeLiteral(password)}`,
  );
}
