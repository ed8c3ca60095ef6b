import { duckDbError } from './file-errors.js';

describe('duckDbError', () => {
  it.each([
    ['IO Error: The file "/a/b" exists, but it is not a valid DuckDB database file!', 'file_invalid'],
    ['Permission Error: Loading external extensions is disabled through configuration', 'file_invalid'],
    ['IO Error: Corrupt database file: computed checksum 1 does not match', 'file_invalid'],
    ['IO Error: Could not read enough bytes from file "/a/b"', 'file_invalid'],
    [
      'IO Error: Trying to read a database file with version number 999, but we can only read versions',
      'file_invalid',
    ],
    ['Catalog Error: Cannot open encrypted database "/a/b" without a key', 'file_invalid'],
    ['IO Error: Cannot open database "/a/b" in read-only mode: database does not exist', 'file_not_found'],
    ['Out of Memory Error: could not allocate block', 'out_of_memory'],
    ['INTERRUPT Error: Interrupted!', 'timeout'],
    ['Binder Error: column not found', 'statement_refused'],
  ])('knows %s', (message, code) => {
    const error = duckDbError(new Error(message));
    expect(error?.code).toBe(code);
    expect(error?.hint ?? '').not.toContain('/a/b');
  });

  it('leaves what it does not know to others', () => {
    expect(duckDbError(new Error('something else'))).toBeUndefined();
  });
});
