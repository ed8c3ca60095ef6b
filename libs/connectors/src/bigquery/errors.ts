import { type ErrorClassifier, googleError, googleFailure, ProbeError } from '#connector-sdk/opening';

/** What an error of BigQuery means. */
export const bigQueryError: ErrorClassifier = (error) => {
  const failure = googleFailure(error);
  if (failure?.status === 404) return notFound(failure.message, error);
  if (failure?.status === 400 && /\bproject\b/i.test(failure.message)) return noProject(error);
  return googleError(error);
};

/** For the trial of a query: whoever may read need not have the right to run jobs. */
export const bigQueryJobError: ErrorClassifier = (error) => {
  const known = bigQueryError(error);
  if (known?.code !== 'permission_denied' || known.hint !== undefined) return known;
  return new ProbeError('permission_denied', {
    hint: 'The service account may not run queries: it needs bigquery.jobs.create (the role BigQuery Job User) in the project that pays.',
    cause: error,
  });
};

function notFound(message: string, cause: unknown): ProbeError {
  if (/^Not found: Project\b/i.test(message)) return noProject(cause);
  return new ProbeError('schema_not_found', {
    hint: 'There is no such dataset in the project, or not in the location that the connection names.',
    cause,
  });
}

function noProject(cause: unknown): ProbeError {
  return new ProbeError('database_not_found', {
    hint: 'Google knows no such project: it is the project’s id that is asked for, not its name or number.',
    cause,
  });
}
