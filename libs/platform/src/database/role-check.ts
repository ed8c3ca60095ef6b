import type { Queries } from './one-connection.js';

/** Why the serving role is too strong, in one line, or null when row-level security holds for it. */
export async function tooStrongRole(queries: Queries): Promise<string | null> {
  const [role] = await queries.query<{ superuser: boolean; bypass: boolean; owner: boolean }>(`
    select r.rolsuper as superuser, r.rolbypassrls as bypass,
      exists (select 1 from pg_class c where c.relname = 'connections'
        and pg_has_role(current_user, c.relowner, 'usage')) as owner
    from pg_roles r where r.rolname = current_user`);
  if (!role) return 'its role cannot be read';
  if (role.superuser) return 'its role is a superuser';
  if (role.bypass) return 'its role bypasses row-level security';
  if (role.owner) return 'its role owns the tables';
  return null;
}
