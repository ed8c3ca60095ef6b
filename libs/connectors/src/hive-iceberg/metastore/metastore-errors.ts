import { type CheckCode, type ErrorClassifier, ProbeError } from '#connector-sdk/opening';

/** An exception that the metastore declares for its methods; its text is for matching alone. */
export class MetastoreException extends Error {
  constructor(
    readonly text: string,
    /** Of thrift's own exceptions, such as 1 for a method that is not known; null for the metastore's. */
    readonly applicationType: number | null,
    /** Which of the exceptions of its method it is, as they are numbered there. */
    readonly declared?: number,
  ) {
    super('The metastore reported an exception.');
    this.name = 'MetastoreException';
  }
}

const UNKNOWN_METHOD = 1;
const WRONG_NAME = 3;

/** Java's exceptions, whose names a MetaException carries in its text. */
const BY_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [
    /AccessControlException|Permission denied|not (?:have|authorized)|AuthorizationException|HiveAccess/i,
    'permission_denied',
  ],
  [/NoSuchObjectException|UnknownDBException|database.*(?:not exist|not found)/i, 'database_not_found'],
  [
    /JDO|DataStore|Unable to open a test connection|Could not (?:get|obtain).*connection/i,
    'server_unavailable',
  ],
  [/ThreadPool|too many (?:clients|connections)/i, 'too_many_connections'],
];

/** What an error of the metastore, or of thrift, means. */
export const metastoreError: ErrorClassifier = (error) => {
  if (error instanceof MetastoreException) {
    const { applicationType, text } = error;
    if (applicationType === UNKNOWN_METHOD || applicationType === WRONG_NAME) {
      return new ProbeError('unsupported_server', {
        hint: 'A metastore of Hive 2.3 or later is needed.',
        cause: error,
      });
    }
    const code = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? 'server_error';
    return new ProbeError(code, {
      ...(code === 'permission_denied' ? { step: 'database' } : {}),
      cause: error,
    });
  }
  const { name } = error as { name?: unknown };
  return name === 'TProtocolException' || name === 'TApplicationException'
    ? new ProbeError('protocol_error', { cause: error })
    : undefined;
};
