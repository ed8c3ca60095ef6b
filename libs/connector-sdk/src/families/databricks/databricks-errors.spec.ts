import { databricksError } from './databricks-errors.js';

const codeOf = (error: unknown) => databricksError(error)?.code;
const refused = (statusCode: number, reason = '') => ({
  statusCode,
  response: { headers: new Headers({ 'x-thriftserver-error-message': reason }) },
});
const failed = (message: string) => ({ name: 'Status Error', message, code: -1 });

describe('errors of Databricks', () => {
  it.each([
    [400, 'warehouse_not_found'],
    [401, 'auth_failed'],
    [403, 'auth_failed'],
    [404, 'warehouse_not_found'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [503, 'server_unavailable'],
    [418, 'protocol_error'],
  ])('reads status %i', (status, code) => {
    expect(codeOf(refused(status))).toBe(code);
    expect(codeOf({ errorCode: 'ATTEMPTS_EXCEEDED', payload: { response: { status } } })).toBe(code);
  });

  it('tells a user that may not use the warehouse from a token that is wrong', () => {
    expect(codeOf(refused(403, 'Invalid access token.'))).toBe('auth_failed');
    expect(
      databricksError(refused(403, 'You do not have permission to use the SQL warehouse')),
    ).toMatchObject({
      code: 'permission_denied',
      step: 'database',
    });
  });

  it.each([
    ["[NO_SUCH_CATALOG_EXCEPTION] Catalog 'x' was not found.", 'database_not_found'],
    ['Error: [SCHEMA_NOT_FOUND] The schema cannot be found. SQLSTATE: 42704', 'schema_not_found'],
    ['[INSUFFICIENT_PERMISSIONS] Insufficient privileges', 'permission_denied'],
    ['[PARSE_SYNTAX_ERROR] Syntax error', 'statement_refused'],
    ["Database 'x' not found", 'schema_not_found'],
    ['User does not have USE CATALOG privilege', 'permission_denied'],
    ['something else', 'server_error'],
  ])('reads %s', (message, code) => {
    expect(codeOf(failed(message))).toBe(code);
    expect(codeOf({ errorCode: 'ERROR', message })).toBe(code);
  });

  it('tells what is none of Databricks’s from what it did not say in time', () => {
    expect(codeOf({ name: 'TProtocolException', message: 'Missing version' })).toBe('protocol_error');
    expect(codeOf({ name: 'TApplicationException', message: 'Request timed out' })).toBe('timeout');
    expect(codeOf({ errorCode: 'TIMEOUT', message: '' })).toBe('timeout');
    expect(codeOf(Object.assign(new Error('no'), { code: 'ECONNRESET' }))).toBeUndefined();
  });
});
