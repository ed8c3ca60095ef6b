import { clickHouseError } from './server-errors.js';

/** As the driver makes it of a server that names its errors. */
const named = (code: string, type: string) => Object.assign(new Error('told'), { code, type });

describe('clickHouseError', () => {
  it.each([
    ['516', 'AUTHENTICATION_FAILED', 'auth_failed', 'authenticate'],
    ['81', 'UNKNOWN_DATABASE', 'database_not_found', 'database'],
    ['497', 'ACCESS_DENIED', 'permission_denied', undefined],
    ['202', 'TOO_MANY_SIMULTANEOUS_QUERIES', 'too_many_connections', undefined],
    ['60000', 'OF_TOMORROW', 'server_error', undefined],
  ])('knows number %s, %s', (number, type, code, step) => {
    expect(clickHouseError(named(number, type))).toMatchObject({ code, step });
  });

  it.each([
    [
      'Code: 193, e.displayText() = DB::Exception: Wrong password for user u (version 18.16.1)',
      'auth_failed',
    ],
    ['Code: 291, e.displayText() = DB::Exception: Access denied to database x', 'permission_denied'],
    ['Code: 497. DB::Exception: u: Not enough privileges.', 'permission_denied'],
    ['Timeout error.', 'timeout'],
    ['The plain HTTP request was sent to HTTPS port', 'tls_required'],
    ['<html>404 Not Found</html>', 'protocol_error'],
    ['in the text: Code: 193, e.displayText()', 'protocol_error'],
    ['', 'protocol_error'],
  ])('reads the text of an answer: %s', (text, code) => {
    expect(clickHouseError(new Error(text))?.code).toBe(code);
  });

  it('leaves errors of Node, whose codes are known elsewhere', () => {
    expect(clickHouseError(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBeUndefined();
    expect(clickHouseError({})).toBeUndefined();
  });
});
