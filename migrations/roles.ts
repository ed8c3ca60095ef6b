import type { DataSource } from 'typeorm';
import { escapeIdentifier, escapeLiteral } from '#platform/database';

/** Who logs in; without a password where the operator made the role. */
export interface Login {
  readonly user: string;
  readonly password?: string;
}

/**
 * Makes a group role that holds grants, and the login role that is its member. A login that exists already
 * keeps its password: the operator's own management of roles wins.
 */
export async function prepareRole(dataSource: DataSource, group: string, login: Login | null): Promise<void> {
  await createRole(dataSource, group, 'nologin');
  await dataSource.query(`grant usage on schema public to ${group}`);
  if (!login) return;
  const password = login.password === undefined ? '' : `password ${escapeLiteral(login.password)}`;
  await createRole(
    dataSource,
    login.user,
    `login nosuperuser nobypassrls nocreatedb nocreaterole ${password}`,
  );
  const [member] = await dataSource.query<{ yes: boolean }[]>(
    `select pg_has_role($1::name, $2::name, 'member') as yes`,
    [login.user, group],
  );
  if (!member?.yes) await dataSource.query(`grant ${group} to ${escapeIdentifier(login.user)}`);
}

async function createRole(dataSource: DataSource, name: string, attributes: string): Promise<void> {
  const found = await dataSource.query<unknown[]>('select 1 from pg_roles where rolname = $1', [name]);
  if (found.length > 0) return;
  await dataSource.query(`create role ${escapeIdentifier(name)} ${attributes}`);
}
