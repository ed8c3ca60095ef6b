import { type CheckCode, type ErrorClassifier, ProbeError } from '#connector-sdk/opening';

/** SQLite's own words for its result codes (https://sqlite.org/rescode.html): the driver passes no numbers on. */
const BY_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [/^file is not a database|malformed|corrupt|unsupported file format/i, 'file_invalid'],
  [/^unable to open|^Could not open the database|disk I\/O error/i, 'file_invalid'],
  [/^out of memory/i, 'out_of_memory'],
  [/^database is locked|^database table is locked/i, 'server_unavailable'],
  [/^interrupted/i, 'timeout'],
  [/^no such (?:table|column|function|module)|syntax error/i, 'statement_refused'],
];

/** What an error of SQLite means. */
export const sqliteError: ErrorClassifier = (error) => {
  const { message } = error as { message?: unknown };
  const found = BY_TEXT.find(([text]) => text.test(String(message)));
  return found && new ProbeError(found[1], { cause: error });
};
