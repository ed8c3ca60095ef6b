import { athenaError } from './athena-errors.js';

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
    ['UnrecognizedClientException', 'The security token is invalid.', 'auth_failed', 'authenticate'],
  ])('knows %s: %s', (name, message, code, step) => {
    expect(athenaError(answered(name, message))).toMatchObject({ code, step });
  });

  it('shows nothing of what the service wrote', () => {
    const error = athenaError(answered('MetadataException', 'Database my-secret not found'));
    expect(JSON.stringify([error?.hint, error?.facts, error?.message])).not.toContain('my-secret');
  });
});
