import type { JdbcDriver } from '#connector-sdk/opening';

/** MariaDB Connector/J, for MariaDB and MySQL (https://mariadb.com/kb/en/about-mariadb-connector-j/). */
export const MARIADB: JdbcDriver = {
  product: 'MariaDB',
  className: 'org.mariadb.jdbc.Driver',
  jar: 'mariadb-java-client.jar',
  port: 3306,
  url: ({ host, port, database }) => `jdbc:mariadb://${host}:${port}/${database}`,
  fixed: {
    // The server says which file it wants.
    allowLocalInfile: 'false',
    allowMultiQueries: 'false',
    autoReconnect: 'false',
    permitRedirect: 'false',
    retriesAllDown: '1',
    passwordCharacterEncoding: 'UTF-8',
  },
  allowed: {
    sessionVariables: /^(?:sql_mode|time_zone|character_set_results)=[\w+:,'-]{1,128}$/,
    useCompression: /^(?:true|false)$/,
    characterEncoding: /^[\w-]{1,32}$/,
  },
  // The name is checked by the bridge: the driver knows the loopback's alone.
  tls: {
    on: () => ({ useSsl: 'true', trustServerCertificate: 'false', disableSslHostnameVerification: 'true' }),
    off: { useSsl: 'false' },
    refusedStates: ['08000'],
  },
  // https://mariadb.com/kb/en/mariadb-error-code-reference/
  numbers: {
    1040: 'too_many_connections',
    1044: 'permission_denied',
    1045: 'auth_failed',
    1049: 'database_not_found',
    1129: 'server_unavailable',
    1130: 'auth_failed',
    1142: 'permission_denied',
    1203: 'too_many_connections',
    1226: 'too_many_connections',
    1251: 'auth_method_not_supported',
    1698: 'auth_failed',
    1862: 'auth_expired',
    3118: 'account_locked',
    3159: 'tls_required',
    4151: 'account_locked',
  },
  schemasAreCatalogs: true,
};
