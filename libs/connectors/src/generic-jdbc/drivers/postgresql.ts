import type { JdbcDriver } from '#connector-sdk/opening';

/** Judges certificates by Java's default trust, which the bridge replaces; itself it trusts any. */
const JAVA_TRUST = { sslmode: 'require', sslfactory: 'org.postgresql.ssl.DefaultJavaSSLFactory' };

/** pgjdbc (https://jdbc.postgresql.org/documentation/use/), for Postgres and what speaks its protocol. */
export const POSTGRESQL: JdbcDriver = {
  product: 'PostgreSQL',
  className: 'org.postgresql.Driver',
  jar: 'postgresql.jar',
  port: 5432,
  url: ({ host, port, database }) => `jdbc:postgresql://${host}:${port}/${encodeURIComponent(database)}`,
  fixed: { gssEncMode: 'disable', ApplicationName: 'patchbay-check', loggerLevel: 'OFF' },
  allowed: {
    currentSchema: /^[\p{L}\p{N}_$, ]{1,256}$/u,
    options: /^-c search_path=[\p{L}\p{N}_$,]{1,256}$/u,
    prepareThreshold: /^\d{1,4}$/,
    stringtype: /^(?:unspecified|varchar)$/,
  },
  // CONNECTION_REJECTED is what the driver itself says of a server without TLS.
  tls: { on: () => JAVA_TRUST, off: { sslmode: 'disable' }, refusedStates: ['08004'] },
  numbers: {},
  states: { '08004': 'auth_method_not_supported', '3D000': 'database_not_found' },
};
