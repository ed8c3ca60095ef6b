import { athenaError } from './athena-errors.js';
import { AthenaQueryError } from './athena-queries.js';

const answered = (name: string, message: string): object =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

describe('athenaError', () => {
  it.each([
    [
      'MetadataException',
      'User: x is not authorized to perform: glue:GetDatabases',
      'permission_denied',
      'database',
    ],
    ['MetadataException', 'Insufficient permissions to execute the query.', 'permission_denied', 'database'],
    ['MetadataException', 'Database nowhere not found', 'database_not_found', 'database'],
    ['InvalidRequestException', 'WorkGroup nobodys is not found.', 'warehouse_not_found', 'database'],
    ['InvalidRequestException', 'DataCatalog nowhere was not found', 'database_not_found', 'database'],
    ['InvalidRequestException', 'MaxResults is too large', 'statement_refused', 'list'],
    [
      'InvalidRequestException',
      'No output location provided. You did not provide an output location for  your query results.',
      'target_incomplete',
      'list',
    ],
    ['InvalidRequestException', 'Unable to verify/create output bucket x', 'bucket_not_found', 'list'],
    ['UnrecognizedClientException', 'The security token is invalid.', 'auth_failed', 'authenticate'],
  ])('knows %s: %s', (name, message, code, step) => {
    expect(athenaError(answered(name, message))).toMatchObject({ code, step });
  });

  it.each<[string, number | undefined, string]>([
    ['Access denied when writing output to url: s3://x/y.csv', 2, 'permission_denied'],
    ["COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", 2, 'statement_refused'],
    ['GENERIC_INTERNAL_ERROR: x', 1, 'server_error'],
    ['', undefined, 'statement_refused'],
  ])('knows a query that ended with: %s', (reason, category, code) => {
    expect(athenaError(new AthenaQueryError(reason, category))).toMatchObject({ code, step: 'list' });
  });

  it('shows nothing of what the service wrote', () => {
    const error = athenaError(answered('MetadataException', 'Database my-secret not found'));
    expect(JSON.stringify([error?.hint, error?.facts, error?.message])).not.toContain('my-secret');
  });
});
