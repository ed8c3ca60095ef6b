import { sybaseError } from './server-errors.js';

const withLines = (...lines: [state: string, code: number, message?: string][]) =>
  Object.assign(new Error('[odbc] Error'), {
    odbcErrors: lines.map(([state, code, message = '']) => ({ state, code, message })),
  });

describe('sybaseError', () => {
  it.each([
    [
      'a refused login',
      [
        ['42000', 4002],
        ['08001', 0],
      ],
      'auth_failed',
      'authenticate',
    ],
    [
      'an unknown database',
      [
        ['08004', 911],
        ['08001', 0],
      ],
      'database_not_found',
      'database',
    ],
    ['a database without the user', [['42000', 916]], 'permission_denied', 'database'],
    ['a table that may not be read', [['42000', 10_330]], 'permission_denied', undefined],
    ['a number that nobody knows', [['42000', 12_345]], 'server_error', undefined],
    [
      'a connection that ends',
      [
        ['08001', 0],
        ['01000', 20_017],
        ['01000', 20_002],
      ],
      'connection_closed',
      undefined,
    ],
    ['a server that is slow', [['08S01', 20_003]], 'timeout', undefined],
    ['no driver', [['IM002', 0]], 'driver_not_installed', undefined],
  ] as const)('knows %s', (_, lines, code, step) => {
    expect(sybaseError(withLines(...(lines as unknown as [string, number][])))).toMatchObject({ code, step });
  });

  it('says which driver is missing', () => {
    const error = withLines(['01000', 0, "[unixODBC][Driver Manager]Can't open lib 'libtdsodbc.so'"]);
    expect(sybaseError(error)).toMatchObject({ code: 'driver_not_installed', facts: { driver: 'tdsodbc' } });
  });

  it('leaves what does not come from the driver', () => {
    expect(sybaseError(new Error('x'))).toBeUndefined();
    expect(sybaseError(withLines(['01000', 0]))).toBeUndefined();
  });
});
