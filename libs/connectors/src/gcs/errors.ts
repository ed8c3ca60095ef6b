import { type ErrorClassifier, googleError, googleFailure, ProbeError } from '#connector-sdk';

/** What an error of the JSON interface means. */
export const storageError: ErrorClassifier = (error) => {
  const failure = googleFailure(error);
  if (failure?.status === 404) return new ProbeError('bucket_not_found', { cause: error });
  return googleError(error);
};
