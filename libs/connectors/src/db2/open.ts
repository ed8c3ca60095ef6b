import { DB2_JDBC_DRIVER, type Open, openJdbc, simpleLogin, textOf } from '#connector-sdk/opening';

/** Db2 by IBM's JDBC driver, which the operator brings. */
export const open: Open = async (target, context) => {
  const { username, password } = simpleLogin(target);
  return openJdbc(
    DB2_JDBC_DRIVER,
    {
      host: textOf(target.payload, 'host') ?? '',
      port: Number(target.payload['port']),
      database: textOf(target.payload, 'database') ?? '',
      user: username,
      password,
      properties: {},
    },
    context,
  );
};
