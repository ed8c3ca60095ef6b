import { trinoError, trinoHttpError, TrinoQueryError } from './trino-errors.js';

const refused = (challenge: string | undefined, authorization: string | undefined) =>
  trinoHttpError({ status: 401, headers: { 'www-authenticate': challenge }, text: '' }, authorization).code;

describe('trinoError', () => {
  it.each([
    ['CATALOG_NOT_FOUND', 'USER_ERROR', 'database_not_found', 'database'],
    ['SCHEMA_NOT_FOUND', 'USER_ERROR', 'schema_not_found', 'database'],
    ['PERMISSION_DENIED', 'USER_ERROR', 'permission_denied', 'database'],
    ['SYNTAX_ERROR', 'USER_ERROR', 'statement_refused', 'list'],
    ['NO_NODES_AVAILABLE', 'INSUFFICIENT_RESOURCES', 'server_unavailable', undefined],
    ['HIVE_METASTORE_ERROR', 'EXTERNAL', 'server_error', undefined],
    ['constructor', 'constructor', 'server_error', undefined],
  ])('knows %s of %s', (errorName, errorType, code, step) => {
    const error = new TrinoQueryError({ errorName, errorType, message: 'secret' });
    expect(trinoError(error)).toMatchObject({ code, step });
    expect(error.message).not.toContain('secret');
  });

  it('tells a refused login from one of the wrong kind', () => {
    expect(refused(undefined, 'Basic eDp5')).toBe('auth_failed');
    expect(refused('Basic realm="Trino", Bearer', 'Basic eDp5')).toBe('auth_failed');
    expect(refused('Negotiate', 'Basic eDp5')).toBe('auth_method_not_supported');
    expect(refused('Basic realm="Trino"', undefined)).toBe('auth_method_not_supported');
  });

  it('knows a cluster that takes no password in clear', () => {
    const text = 'Password not allowed for insecure authentication';
    expect(trinoHttpError({ status: 403, headers: {}, text }, 'Basic eDp5').code).toBe('tls_required');
  });
});
