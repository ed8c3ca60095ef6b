import { allowedProperties, DB2_JDBC_DRIVER } from '#connector-sdk/opening';

import { DRIVERS, driverOf } from './driver-of.js';
import { MARIADB } from './mariadb.js';
import { POSTGRESQL } from './postgresql.js';

describe('driverOf', () => {
  it.each([
    ['postgresql', 'PostgreSQL'],
    ['Postgres 15.4', 'PostgreSQL'],
    ['DB2', 'IBM Db2'],
    ['mysql8', 'MySQL'],
    ['VERTICA_v12', 'Vertica'],
  ])('knows %s as %s', (dbType, product) => {
    expect(driverOf(dbType)?.product).toBe(product);
  });

  it.each(['', 'H2', '15', 'constructor', 'jdbc:postgresql', 'org.h2.Driver'])('knows no %j', (dbType) => {
    expect(driverOf(dbType)).toBeUndefined();
  });

  it.each([...DRIVERS])('%s keeps to the loopback, whatever the database is called', (_, driver) => {
    const url = driver.url({ host: '127.0.0.1', port: 40_001, database: 'a-b.c$d' });
    expect(url).toMatch(/^jdbc:[a-z0-9]+:(?:hsql:)?\/\/127\.0\.0\.1(?::|\/DBS_PORT=)40001/);
    expect(Object.keys(driver.allowed).filter((name) => name in driver.fixed)).toEqual([]);
  });
});

describe('allowedProperties', () => {
  it('hands on what is listed and looks as it should', () => {
    expect(allowedProperties(POSTGRESQL, { currentSchema: 'sales, public', prepareThreshold: '5' })).toEqual({
      currentSchema: 'sales, public',
      prepareThreshold: '5',
    });
  });

  it.each([
    [POSTGRESQL, { socketFactory: 'x.Y', sslfactory: 'x.Y', loggerFile: '/tmp/x', sslkey: '/etc/passwd' }],
    [POSTGRESQL, { currentSchema: "x'; drop", options: '-c log_statement=all', prepareThreshold: 5 }],
    [MARIADB, { allowLocalInfile: 'true', serverSslCert: '/etc/passwd', pipe: 'x', sessionVariables: 'a=b' }],
    [DB2_JDBC_DRIVER, { clientRerouteAlternateServerName: 'x', traceFile: '/tmp/x' }],
    [POSTGRESQL, JSON.parse('{"__proto__": "x", "constructor": "x"}') as object],
  ])('keeps back everything else', (driver, given) => {
    expect(allowedProperties(driver, given as Record<string, unknown>)).toEqual({});
  });
});
