import type { DataSource } from 'typeorm';
import { escapeIdentifier, escapeLiteral } from '#platform/database';
import { APP_ROLE } from './tenant-table.js';

/**
 * Makes the group role that holds the application's grants, and the login role that is its member.
 * A role that exists already keeps its password: the operator's own management of roles wins.
 */
export async function prepareRoles(
  dataSource: DataSource,
  login: { user: string; password?: string },
): Promise<void> {
  await createRole(dataSource, APP_ROLE, 'nologin');
  const password = login.password === undefined ? '' : `password ${escapeLiteral(login.password)}`;
  await createRole(
    dataSource,
    login.user,
    `login nosuperuser nobypassrls nocreatedb nocreaterole ${password}`,
  );
  const [member] = await dataSource.query<{ yes: boolean }[]>(
    `select pg_has_role($1::name, $2::name, 'member') as yes`,
    [login.user, APP_ROLE],
  );
  if (!member?.yes) {
    await dataSource.query(`grant ${APP_ROLE} to ${escapeIdentifier(login.user)}`);
  }
  await dataSource.query(`grant usage on schema public to ${APP_ROLE}`);
}

async function createRole(dataSource: DataSource, name: string, attributes: string): Promise<void> {
  const found = await dataSource.query<unknown[]>('select 1 from pg_roles where rolname = $1', [name]);
  if (found.length > 0) return;
  await dataSource.query(`create role ${escapeIdentifier(name)} ${attributes}`);
}
