import { snowflakeError } from './errors.js';

const refused = (code: unknown, sqlState?: string) => ({ name: 'OperationFailedError', code, sqlState });
const codeOf = (error: unknown) => snowflakeError(error)?.code;

describe('errors of Snowflake', () => {
  it.each([
    ['390100', 'auth_failed'],
    ['390144', 'auth_failed'],
    ['394307', 'auth_failed'],
    ['390114', 'auth_expired'],
    ['390102', 'account_locked'],
    ['394508', 'auth_method_not_supported'],
    ['390189', 'permission_denied'],
    ['000606', 'warehouse_not_found'],
    [606, 'warehouse_not_found'],
    ['002043', 'permission_denied'],
    ['003001', 'permission_denied'],
    ['000630', 'timeout'],
  ])('knows the number %s', (number, code) => {
    expect(codeOf(refused(number))).toBe(code);
  });

  it('goes by the state where the number is unknown', () => {
    expect(codeOf(refused('001003', '42000'))).toBe('statement_refused');
    expect(codeOf(refused('999999', '42501'))).toBe('permission_denied');
    expect(codeOf(refused('999999', '57014'))).toBe('server_unavailable');
    expect(codeOf(refused('999999', 'XX000'))).toBe('server_error');
    expect(codeOf(refused('999999'))).toBe('server_error');
  });

  it('puts a role and a network policy into the login', () => {
    expect(snowflakeError(refused('390189'))?.step).toBe('authenticate');
    expect(snowflakeError(refused('390422'))?.step).toBe('authenticate');
  });

  it.each([
    [403, 'service_not_found'],
    [404, 'service_not_found'],
    [429, 'rate_limited'],
    [503, 'server_unavailable'],
    [500, 'server_error'],
    [418, 'protocol_error'],
  ])('reads status %i', (statusCode, code) => {
    expect(codeOf({ name: 'RequestFailedError', code: 401002, response: { statusCode } })).toBe(code);
  });

  it('tells what is none of Snowflake’s from what it did not say in time', () => {
    expect(codeOf({ name: 'UnexpectedContentError' })).toBe('protocol_error');
    expect(codeOf(refused(undefined))).toBe('protocol_error');
    expect(codeOf({ name: 'AxiosError', message: 'timeout of 100ms exceeded' })).toBe('timeout');
    expect(codeOf({ name: 'AxiosError', message: 'socket hang up' })).toBeUndefined();
    expect(codeOf({ name: 'NetworkError', code: 401001 })).toBeUndefined();
  });
});
