import { DB2_JDBC_DRIVER, type JdbcDriver } from '#connector-sdk/opening';

import { MARIADB } from './mariadb.js';
import { DERBY, FIREBIRD, HSQLDB, NETEZZA, TERADATA, VERTICA } from './others.js';
import { POSTGRESQL } from './postgresql.js';

/** By `db_type` in capitals, without a version behind it. Adding an engine is a line here and a row beside. */
export const DRIVERS: ReadonlyMap<string, JdbcDriver> = new Map<string, JdbcDriver>(
  Object.entries({
    POSTGRESQL,
    POSTGRES: POSTGRESQL,
    COCKROACHDB: { ...POSTGRESQL, product: 'CockroachDB', port: 26_257 },
    GREENPLUM: { ...POSTGRESQL, product: 'Greenplum' },
    YUGABYTEDB: { ...POSTGRESQL, product: 'YugabyteDB', port: 5433 },
    MARIADB,
    MYSQL: { ...MARIADB, product: 'MySQL' },
    SINGLESTORE: { ...MARIADB, product: 'SingleStore' },
    DB2: DB2_JDBC_DRIVER,
    DERBY,
    FIREBIRD,
    HSQLDB,
    NETEZZA,
    TERADATA,
    VERTICA,
  }),
);

/** A version as people write it behind a name: `POSTGRES15`, `vertica 12.0`. */
const VERSION = /[\s_-]*v?\d[\d.]*$/i;

/** Undefined for an engine that no driver is known for. */
export function driverOf(dbType: string): JdbcDriver | undefined {
  const name = dbType.trim().toUpperCase();
  return DRIVERS.get(name) ?? DRIVERS.get(name.replace(VERSION, ''));
}
