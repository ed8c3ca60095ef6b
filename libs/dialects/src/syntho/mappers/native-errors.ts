import type { FieldError } from '#platform/errors';
import type { SynthoConnector } from './connector-table.js';

/** Members of hooks by their native paths. */
const HOOK_FIELDS: Readonly<Record<string, string>> = {
  'transport.ssh': 'hooks_params.SSHTunnel',
  'transport.ssh.host': 'hooks_params.SSHTunnel.host',
  'transport.ssh.port': 'hooks_params.SSHTunnel.port',
  'transport.ssh.username': 'hooks_params.SSHTunnel.username',
  'transport.ssh.password': 'hooks_params.SSHTunnel.password',
  'transport.ssh.private_key': 'hooks_params.SSHTunnel.pkey',
  'transport.ssh.private_key_passphrase': 'hooks_params.SSHTunnel.pkey_password',
  'transport.tls': 'hooks_params.SSL',
  'transport.tls.mode': 'hooks_params.SSL.ssl_mode',
  'transport.tls.ca': 'hooks_params.SSL.ca',
  'transport.tls.cert': 'hooks_params.SSL.cert',
  'transport.tls.key': 'hooks_params.SSL.key',
  'transport.kerberos': 'hooks_params.Kerberos',
  'credential.payload.principal': 'hooks_params.Kerberos.principal',
  'credential.payload.keytab': 'hooks_params.Kerberos.keytab_file',
  schemas: 'schema_name',
};

/** Says the native rules that a body broke in the names that its sender used. */
export function synthoErrors(connector: SynthoConnector, errors: readonly FieldError[]): FieldError[] {
  const fields = { ...HOOK_FIELDS, ...fieldsOf(connector) };
  return errors.map(({ path, rule, message }) => {
    const field = fieldOf(fields, path);
    return { path: field, rule, message: message.replaceAll(path, field) };
  });
}

function fieldsOf({ places }: SynthoConnector): Record<string, string> {
  return Object.fromEntries(
    Object.entries(places).map(([member, place]) => [
      place.replace(/^credential\./, 'credential.payload.'),
      member,
    ]),
  );
}

/** The nearest member above it, where the path itself has no name here. */
function fieldOf(fields: Readonly<Record<string, string>>, path: string): string {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    if (Object.hasOwn(fields, at)) return fields[at]!;
  }
  return 'connector_type';
}
