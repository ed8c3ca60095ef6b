import {
  awsError,
  awsErrorName,
  type CheckCode,
  type ErrorClassifier,
  ProbeError,
} from '#connector-sdk/opening';

import { AthenaQueryError } from './athena-queries.js';

/**
 * Athena puts what its catalog and the policies say into the messages of a few errors
 * (https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html).
 */
const BY_TEXT: readonly (readonly [RegExp, CheckCode, string?])[] = [
  [
    /not authorized|PERMISSION_DENIED|Access ?Denied|Insufficient permissions|Lake Formation/i,
    'permission_denied',
  ],
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
/** What the start of a query and its end are told by besides. */
const OF_QUERIES: readonly (readonly [RegExp, CheckCode, string?])[] = [
  [
    /No output location provided/i,
    'target_incomplete',
    'Athena has no place for the results of queries: name one in s3_staging_dir, or in the work group.',
  ],
  [/output bucket|NoSuchBucket/i, 'bucket_not_found', 'Check the bucket of s3_staging_dir.'],
];
/** `ErrorCategory` of what is Athena's own fault (https://docs.aws.amazon.com/athena/latest/ug/error-reference.html). */
const SYSTEM = 1;

const SPEAKING = new Set(['InvalidRequest', 'Metadata', 'ResourceNotFound']);

/** What an error of Athena means. */
export const athenaError: ErrorClassifier = (error) => {
  if (error instanceof AthenaQueryError) return queryError(error);
  if (!SPEAKING.has(awsErrorName(error))) return awsError(error);
  const { message } = error as { message?: unknown };
  const text = String(message);
  const start = OF_QUERIES.find(([pattern]) => pattern.test(text));
  const [, code, hint] = start ??
    BY_TEXT.find(([pattern]) => pattern.test(text)) ?? [undefined, 'statement_refused' as const];
  return new ProbeError(code, {
    // Whoever gets such an answer is logged in.
    step: start || code === 'statement_refused' ? 'list' : 'database',
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
};

function queryError(error: AthenaQueryError): ProbeError {
  const found = [...OF_QUERIES, ...BY_TEXT].find(([pattern]) => pattern.test(error.reason));
  const [, code, hint] = found ?? [
    undefined,
    error.category === SYSTEM ? ('server_error' as const) : ('statement_refused' as const),
  ];
  return new ProbeError(code, { step: 'list', ...(hint === undefined ? {} : { hint }), cause: error });
}
