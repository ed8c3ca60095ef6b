/** Which connection is meant by an id; the first parameter of the statement is the tenant. */
export function idIs(id: string): string {
  return `c.tenant_id = $1 and c.id = ${id} and c.deleted_at is null`;
}

/** Which connections are meant by a name in a project: {@link FIRST} of them is the one. */
export function nameIs(nameKey: string, projectId: string): string {
  return `c.tenant_id = $1 and c.name_key = ${nameKey} and c.deleted_at is null
  and (c.project_id = ${projectId} or c.project_id is null)
  and exists (select 1 from projects p where p.tenant_id = $1 and p.id = ${projectId})`;
}

/** What decides about a lease, in SQL; of {@link WITH_CREDENTIAL}. */
export const HEAD = `c.id, c.project_id as "projectId", c.version, c.lease_policy as "leasePolicy",
  coalesce(h.secret_version, 0) as "secretVersion"`;
export const WITH_CREDENTIAL = `connections c
  left join credentials h on h.tenant_id = c.tenant_id and h.id = c.credential_id`;
/** What is leased, still sealed; of {@link WITH_SECRETS}. */
export const SEALED = `c.scope, c.type, c.db_type as "dbType", c.payload, c.transport,
  c.credential_id as "credentialId", h.type as "credentialType", h.server_fields as "serverFields", v.sealed,
  case when c.secret_versions <> '{}' then (
    select json_agg(json_build_object('path', s.path, 'secretVersion', s.secret_version,
      'sealed', encode(s.sealed, 'base64')))
    from connection_secrets s
    where s.tenant_id = c.tenant_id and s.connection_id = c.id
      and s.secret_version = (c.secret_versions ->> s.path)::integer) end as properties`;
export const WITH_SECRETS = `${WITH_CREDENTIAL}
  left join credential_versions v on v.tenant_id = h.tenant_id and v.credential_id = h.id
    and v.secret_version = h.secret_version`;
export const SETTINGS = '(select settings from tenants where id = $1) as settings';
/** The project's own before the GLOBAL one. */
export const FIRST = 'order by c.project_id nulls last limit 1';
/** What a lease needs before it is written: its id, and when it begins. */
export const NEW_LEASE = `nextval(pg_get_serial_sequence('leases', 'id')) as "leaseId", now()::timestamptz(3) as at`;
