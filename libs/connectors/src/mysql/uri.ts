import { serverUri } from '#connector-sdk';

const DRIVERS = ['pymysql', 'mysqldb', 'mysqlconnector', 'mariadbconnector'];

const schemes = (dialect: string): [string, string][] =>
  [dialect, ...DRIVERS.map((driver) => `${dialect}+${driver}`)].map((scheme) => [scheme, dialect]);

/** Two names of one protocol: the scheme says how the client calls the engine. */
export const MYSQL_URI = serverUri(Object.fromEntries([...schemes('mysql'), ...schemes('mariadb')]), [
  'charset',
  'collation',
  'connect_timeout',
  'read_timeout',
  'use_unicode',
  'write_timeout',
]);
