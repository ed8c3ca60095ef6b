import {
  optionError,
  present,
  readLogin,
  readPathNames,
  readServer,
  textOf,
  type UriConnection,
  type UriDefinition,
  type UriParts,
  writeLogin,
  writeServer,
} from '#connector-sdk';

const NO_CREDENTIAL = 'NONE';
const SCHEMES = ['https', 'http'] as const;
/** What Trino's Python client takes for a cluster without TLS. */
const PLAIN_PORT = 8080;
const TLS_PORT = 443;

/** `trino://user:password@host:port/catalog/schema`, with the Python client's rules for what is absent. */
export const TRINO_URI: UriDefinition = {
  schemes: { trino: 'trino', 'trino+rest': 'trino' },
  harmless: ['source'],
  read: (parts) => {
    const { host, port } = readServer(parts);
    const [catalog, schema] = readPathNames(parts, 2);
    const credential = readCredential(parts);
    const given = parts.options.takeOneOf('http_scheme', SCHEMES);
    const plain = credential.type === NO_CREDENTIAL && port !== TLS_PORT;
    const scheme = given ?? (plain ? 'http' : undefined);
    const user = credential.type === 'SIMPLE' ? undefined : parts.username || undefined;
    const fallback = scheme === 'http' ? PLAIN_PORT : undefined;
    return { payload: present({ host, port: port ?? fallback, scheme, catalog, schema, user }), credential };
  },
  write: ({ payload, credential }) => {
    const user = textOf(payload, 'user');
    // Without a password, only the port of TLS says by itself that TLS is meant.
    const silent = credential?.type !== NO_CREDENTIAL || Number(payload['port']) === TLS_PORT;
    const scheme = textOf(payload, 'scheme') ?? (silent ? undefined : 'https');
    const path = [textOf(payload, 'catalog') ?? '', textOf(payload, 'schema') ?? ''];
    return {
      ...(user === undefined ? {} : { username: user }),
      ...writeLogin(credential),
      ...writeServer(payload),
      path: path[1] === '' ? path.slice(0, 1) : path,
      options: { http_scheme: scheme, access_token: textOf(credential?.payload, 'token') },
    };
  },
};

/** A token, a password (an empty one too), or nothing. */
function readCredential(parts: UriParts): NonNullable<UriConnection['credential']> {
  const token = parts.options.take('access_token');
  if (token === undefined) {
    return parts.password === undefined ? { type: NO_CREDENTIAL, payload: {} } : readLogin(parts);
  }
  if (parts.password !== undefined) throw optionError('access_token', 'cannot be combined with a password');
  return { type: 'TOKEN', payload: { token } };
}
