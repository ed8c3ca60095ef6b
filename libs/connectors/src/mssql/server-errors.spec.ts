import { loginError, msSqlError } from './server-errors.js';

const ofDriver = (code: string, more: object = {}) => Object.assign(new Error('told'), { code, ...more });

describe('msSqlError', () => {
  it.each([
    [229, 'permission_denied', undefined],
    [208, 'statement_refused', 'list'],
    [916, 'permission_denied', 'database'],
    [4060, 'database_not_found', 'database'],
    [18_456, 'auth_failed', 'authenticate'],
    [18_487, 'auth_expired', 'authenticate'],
    [40_914, 'permission_denied', 'authenticate'],
    [70_000, 'server_error', undefined],
  ])('knows number %d of a server', (number, code, step) => {
    expect(msSqlError(ofDriver('EREQUEST', { number }))).toMatchObject({ code, step });
  });

  it.each([
    ['ETIMEOUT', 'timeout'],
    ['ECANCEL', 'timeout'],
    ['ECLOSE', 'connection_closed'],
    ['EPROTOCOL', 'protocol_error'],
    ['ETDS', 'unsupported_server'],
  ])('knows %s of the driver', (code, known) => {
    expect(msSqlError(ofDriver(code))?.code).toBe(known);
  });

  it('leaves errors of sockets, whose causes are known elsewhere', () => {
    expect(msSqlError(ofDriver('ESOCKET', { cause: ofDriver('ECONNRESET') }))).toBeUndefined();
  });
});

describe('loginError', () => {
  it('prefers the reason to the last word, which is the same for all', () => {
    expect(loginError([4060, 18_456])(ofDriver('ELOGIN'))?.code).toBe('database_not_found');
    expect(loginError([18_456])(ofDriver('ELOGIN'))?.code).toBe('auth_failed');
    expect(loginError([])(ofDriver('ELOGIN'))?.code).toBe('auth_failed');
  });

  it('does not take a broken connection for a refusal', () => {
    expect(loginError([5701])(ofDriver('ETIMEOUT'))?.code).toBe('timeout');
  });
});
