import type { JdbcDriver } from './jdbc-driver.js';

/** IBM's type 4 driver (https://www.ibm.com/docs/en/db2/11.5?topic=information-data-server-driver-jdbc-sqlj). */
export const DB2_JDBC_DRIVER: JdbcDriver = {
  product: 'IBM Db2',
  className: 'com.ibm.db2.jcc.DB2Driver',
  jar: 'db2jcc4.jar',
  port: 50_000,
  url: ({ host, port, database }) => `jdbc:db2://${host}:${port}/${database}`,
  fixed: {
    // Neither alternate servers nor affinities: both send the login elsewhere.
    enableClientAffinitiesList: '2',
    enableSeamlessFailover: '2',
    enableSysplexWLB: 'false',
    maxRetriesForClientReroute: '0',
    retryIntervalForClientReroute: '0',
    enableTelemetry: 'false',
    // User and password, the password encrypted where the server can.
    securityMechanism: '3',
  },
  allowed: { currentSchema: /^[\p{L}\p{N}_@#$]{1,128}$/u },
  // On a port of its own (SSL_SVCENAME).
  tls: 'first-byte',
  // SQLCODEs (https://www.ibm.com/docs/en/db2/11.5?topic=messages-sql-codes) and the driver's own.
  numbers: {
    [-4214]: 'auth_failed',
    [-4499]: 'connection_closed',
    [-1013]: 'database_not_found',
    [-30061]: 'database_not_found',
    [-1403]: 'auth_failed',
    [-30082]: 'auth_failed',
    [-1060]: 'permission_denied',
    [-551]: 'permission_denied',
    [-552]: 'permission_denied',
    [-1040]: 'too_many_connections',
    [-1035]: 'server_unavailable',
    [-1032]: 'server_unavailable',
    [-204]: 'statement_refused',
  },
  states: { '08004': 'database_not_found', '42502': 'permission_denied', '42705': 'database_not_found' },
};
