import type { JdbcDriver } from '#connector-sdk/opening';

const NAME = /^[\p{L}\p{N}_$#]{1,128}$/u;

/** https://docs.vertica.com/latest/en/connecting-to/client-libraries/accessing/java/ */
export const VERTICA: JdbcDriver = {
  product: 'Vertica',
  className: 'com.vertica.jdbc.Driver',
  jar: 'vertica-jdbc.jar',
  port: 5433,
  url: ({ host, port, database }) => `jdbc:vertica://${host}:${port}/${database}`,
  // Load balancing hands the login to another node.
  fixed: { ConnectionLoadBalance: '0', Label: 'patchbay-check' },
  allowed: { SearchPath: /^[\p{L}\p{N}_$,]{1,256}$/u },
  tls: null,
  numbers: {},
};

/** https://teradata-docs.s3.amazonaws.com/doc/connectivity/jdbc/reference/current/frameset.html */
export const TERADATA: JdbcDriver = {
  product: 'Teradata',
  className: 'com.teradata.jdbc.TeraDriver',
  jar: 'terajdbc4.jar',
  port: 1025,
  url: ({ host, port, database }) => `jdbc:teradata://${host}/DBS_PORT=${port},DATABASE=${database}`,
  // COP discovery looks other hosts up by numbered names.
  fixed: { COP: 'OFF', COPLAST: 'OFF', RECONNECT_COUNT: '0' },
  allowed: { TMODE: /^(?:ANSI|TERA|DEFAULT)$/, CHARSET: /^\w{1,32}$/ },
  tls: null,
  numbers: {
    8017: 'auth_failed',
    3802: 'database_not_found',
    3523: 'permission_denied',
    3002: 'too_many_connections',
  },
};

/** https://www.ibm.com/docs/en/netezza?topic=configuration-jdbc */
export const NETEZZA: JdbcDriver = {
  product: 'Netezza',
  className: 'org.netezza.Driver',
  jar: 'nzjdbc.jar',
  port: 5480,
  url: ({ host, port, database }) => `jdbc:netezza://${host}:${port}/${database}`,
  fixed: { loglevel: '0' },
  allowed: { schema: NAME },
  tls: null,
  numbers: {},
};

/** https://firebirdsql.github.io/jaybird-manual/jaybird_manual.html */
export const FIREBIRD: JdbcDriver = {
  product: 'Firebird',
  className: 'org.firebirdsql.jdbc.FBDriver',
  jar: 'jaybird-full.jar',
  port: 3050,
  url: ({ host, port, database }) => `jdbc:firebirdsql://${host}:${port}/${database}`,
  fixed: {},
  allowed: { charSet: /^[\w-]{1,32}$/, roleName: NAME },
  tls: null,
  numbers: { 335544472: 'auth_failed', 335544344: 'database_not_found', 335544352: 'permission_denied' },
};

/** The network server of Apache Derby (https://db.apache.org/derby/docs/10.16/adminguide/cadminnetservclient.html). */
export const DERBY: JdbcDriver = {
  product: 'Apache Derby',
  className: 'org.apache.derby.jdbc.ClientDriver',
  jar: 'derbyclient.jar',
  port: 1527,
  url: ({ host, port, database }) => `jdbc:derby://${host}:${port}/${database}`,
  // A check must not make a database that is not there.
  fixed: { create: 'false' },
  allowed: {},
  tls: 'first-byte',
  numbers: {},
  states: { '08004': 'auth_failed', XJ004: 'database_not_found' },
};

/** http://hsqldb.org/doc/2.0/guide/listeners-chapt.html */
export const HSQLDB: JdbcDriver = {
  product: 'HyperSQL',
  className: 'org.hsqldb.jdbc.JDBCDriver',
  jar: 'hsqldb.jar',
  port: 9001,
  url: ({ host, port, database }) => `jdbc:hsqldb:hsql://${host}:${port}/${database}`,
  fixed: { get_column_name: 'true' },
  allowed: {},
  tls: 'first-byte',
  numbers: { [-4000]: 'auth_failed', [-4001]: 'auth_failed', [-451]: 'database_not_found' },
};
