import {
  optionError,
  present,
  readPath,
  readServer,
  textOf,
  UriError,
  type UriDefinition,
  type UriParts,
  writeServer,
} from '#connector-sdk';

const USER = 'token';

/** `databricks://token:<token>@host?http_path=…&catalog=…&schema=…`. */
export const DATABRICKS_URI: UriDefinition = {
  schemes: { databricks: 'databricks', 'databricks+connector': 'databricks' },
  harmless: ['user_agent_entry'],
  read: (parts) => ({
    payload: present({
      ...readServer(parts),
      http_path: parts.options.take('http_path'),
      catalog: parts.options.take('catalog'),
      database: readSchema(parts),
    }),
    credential: { type: 'TOKEN', payload: { token: readToken(parts) } },
  }),
  write: ({ payload, credential }) => ({
    ...writeServer(payload),
    username: USER,
    password: textOf(credential?.payload, 'token') ?? '',
    options: {
      http_path: textOf(payload, 'http_path'),
      catalog: textOf(payload, 'catalog'),
      schema: textOf(payload, 'database'),
    },
  }),
};

function readToken({ username, password }: UriParts): string {
  if (username !== USER) throw new UriError('user', 'user', `The user of the URI must be ${USER}.`);
  if (!password)
    throw new UriError('password', 'password', 'The URI must hold a token in place of a password.');
  return password;
}

/** The schema is an option, or the path in older URIs. */
function readSchema(parts: UriParts): string | undefined {
  const schema = parts.options.take('schema');
  const path = readPath(parts);
  if (schema !== undefined && path !== undefined) throw optionError('schema', 'is in the path already');
  return schema ?? path;
}
