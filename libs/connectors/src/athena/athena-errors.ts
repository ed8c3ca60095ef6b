import {
  awsError,
  awsErrorName,
  type CheckCode,
  type ErrorClassifier,
  ProbeError,
} from '#connector-sdk/opening';

/**
 * Athena puts what its catalog and the policies say into the messages of a few errors
 * (https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html).
 */
const BY_TEXT: readonly (readonly [RegExp, CheckCode, string?])[] = [
  [/not authorized|AccessDenied|Insufficient permissions|Lake Formation/i, 'permission_denied'],
  [
    /WorkGroup .*not found|WorkGroup is (?:not found|disabled)/i,
    'warehouse_not_found',
    'Check the work group of the connection.',
  ],
  [
    /DataCatalog .*not found|Data ?Catalog .*(?:not|does not) (?:found|exist)|Catalog .*not found/i,
    'database_not_found',
    'Check the catalog of the connection.',
  ],
  [/Database .*not found|EntityNotFound/i, 'database_not_found'],
];
const SPEAKING = new Set(['InvalidRequest', 'Metadata', 'ResourceNotFound']);

/** What an error of Athena means. */
export const athenaError: ErrorClassifier = (error) => {
  if (!SPEAKING.has(awsErrorName(error))) return awsError(error);
  const { message } = error as { message?: unknown };
  const found = BY_TEXT.find(([text]) => text.test(String(message)));
  const [, code, hint] = found ?? [undefined, 'statement_refused' as const];
  return new ProbeError(code, {
    // Whoever gets such an answer is logged in.
    step: code === 'statement_refused' ? 'list' : 'database',
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
};
