import { sqliteError } from './file-errors.js';

describe('sqliteError', () => {
  it.each([
    ['file is not a database', 'file_invalid'],
    ['database disk image is malformed', 'file_invalid'],
    ['Could not open the database "/a/b"', 'file_invalid'],
    ['database is locked', 'server_unavailable'],
    ['out of memory', 'out_of_memory'],
    ['no such table: x', 'statement_refused'],
  ])('knows %s', (message, code) => {
    expect(sqliteError(new Error(message))?.code).toBe(code);
  });

  it('leaves what it does not know to others', () => {
    expect(sqliteError(new Error('something else'))).toBeUndefined();
  });
});
