export { DB2_JDBC_DRIVER } from './db2-driver.js';
export { allowedProperties, type JdbcDriver, type JdbcProperties, type JdbcTls } from './jdbc-driver.js';
export { jdbcError, jdbcLoginError } from './jdbc-errors.js';
export { BridgeError } from './bridge-error.js';
export { type JdbcTarget, openJdbc } from './open-jdbc.js';
