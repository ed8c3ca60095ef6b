import { type CheckCode, type ErrorClassifier, ProbeError } from '#connector-sdk/opening';

/** DuckDB gives its errors no code: the kind of error stands in front, and some kinds mean several things. */
const BY_TEXT: readonly (readonly [RegExp, CheckCode, string?])[] = [
  [/without a key|encryption/i, 'file_invalid', 'The file is encrypted. Upload one that is not.'],
  [
    /version number|newer version|storage version|Serialization Error/i,
    'file_invalid',
    'The file was written by another version of DuckDB. EXPORT DATABASE and IMPORT DATABASE bring it to a version that can be read.',
  ],
  [/database does not exist|No such file/i, 'file_not_found'],
  // SQLite's files are known by their first bytes, and need an extension.
  [/not a valid DuckDB|Loading external extensions/i, 'file_invalid', 'The file is no DuckDB database.'],
  [/Could not read|Corrupt|checksum|Is a directory|Cannot open file/i, 'file_invalid'],
  [/^Out of Memory Error/, 'out_of_memory'],
  [/^INTERRUPT Error/i, 'timeout'],
  [/^(?:Fatal|IO|INTERNAL) Error/i, 'file_invalid'],
  [/^(?:Binder|Catalog|Parser|Permission|Conversion|Invalid Input) Error/, 'statement_refused'],
];

/** What an error of DuckDB means. */
export const duckDbError: ErrorClassifier = (error) => {
  const { message } = error as { message?: unknown };
  const found = BY_TEXT.find(([text]) => text.test(String(message)));
  if (!found) return undefined;
  const [, code, hint] = found;
  return new ProbeError(code, { ...(hint === undefined ? {} : { hint }), cause: error });
};
