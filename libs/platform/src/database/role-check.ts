import type { Queries } from './one-connection.js';

/**
 * Why the serving role is too strong, in one line, or null when row-level security holds for it. A role that
 * is a member of a strong one counts as strong, whether it inherits or not: `set role` would be enough.
 */
export async function tooStrongRole(queries: Queries): Promise<string | null> {
  const [role] = await queries.query<{ superuser: boolean; bypass: boolean; owner: boolean }>(`
    select
      exists (select 1 from pg_roles r
        where r.rolsuper and pg_has_role(current_user, r.oid, 'member')) as superuser,
      exists (select 1 from pg_roles r
        where r.rolbypassrls and pg_has_role(current_user, r.oid, 'member')) as bypass,
      exists (select 1 from pg_class c
        where c.relrowsecurity and pg_has_role(current_user, c.relowner, 'member')) as owner`);
  if (!role) return 'its role cannot be read';
  if (role.superuser) return 'its role is a superuser';
  if (role.bypass) return 'its role bypasses row-level security';
  if (role.owner) return 'its role owns the tables';
  return null;
}
