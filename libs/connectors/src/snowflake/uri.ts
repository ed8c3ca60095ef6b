import {
  present,
  readHost,
  readLogin,
  readPathNames,
  textOf,
  type UriDefinition,
  writeLogin,
} from '#connector-sdk';

const HTTPS_PORT = 443;
/** Some write the account's whole host name. */
const DOMAIN = /\.snowflakecomputing\.com$/i;

/** `snowflake://user:password@account/database/schema?warehouse=…&role=…`. */
export const SNOWFLAKE_URI: UriDefinition = {
  schemes: { snowflake: 'snowflake' },
  harmless: ['application', 'cache_column_metadata', 'client_session_keep_alive', 'numpy', 'timezone'],
  read: (parts) => {
    const [database, schema] = readPathNames(parts, 2);
    return {
      payload: present({
        account: readHost(parts, HTTPS_PORT).replace(DOMAIN, ''),
        warehouse: parts.options.take('warehouse'),
        role: parts.options.take('role'),
        database,
        schema,
      }),
      credential: readLogin(parts),
    };
  },
  write: ({ payload, credential }) => {
    const path = [textOf(payload, 'database') ?? '', textOf(payload, 'schema') ?? ''];
    return {
      ...writeLogin(credential),
      host: textOf(payload, 'account') ?? '',
      path: path[1] === '' ? path.slice(0, 1) : path,
      options: { warehouse: textOf(payload, 'warehouse'), role: textOf(payload, 'role') },
    };
  },
};
