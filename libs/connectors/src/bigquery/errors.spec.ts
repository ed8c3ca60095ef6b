import { bigQueryError, bigQueryJobError } from './errors.js';

const failure = (code: number, reason: string, message = 'no') => ({ code, message, errors: [{ reason }] });

describe('errors of BigQuery', () => {
  it.each([
    [failure(404, 'notFound', 'Not found: Dataset a:b'), 'schema_not_found'],
    [failure(404, 'notFound', 'Not found: Project a'), 'database_not_found'],
    [failure(400, 'invalid', 'The project a has not enabled BigQuery.'), 'database_not_found'],
    [failure(400, 'invalid', 'Invalid value'), 'protocol_error'],
    [failure(403, 'accessDenied'), 'permission_denied'],
  ])('reads %j', (error, code) => {
    expect(bigQueryError(error)?.code).toBe(code);
  });

  it('says which right a query needs, unless something else is known', () => {
    expect(bigQueryJobError(failure(403, 'accessDenied'))?.hint).toContain('bigquery.jobs.create');
    expect(bigQueryJobError(failure(403, 'accessNotConfigured'))?.hint).toContain('not enabled');
    expect(bigQueryJobError(failure(503, 'backendError'))?.code).toBe('server_unavailable');
  });
});
