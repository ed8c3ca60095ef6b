import { type ErrorShaper, statusOf } from '#http';
import { errorMessage } from './mappers/application-message.js';

/** A body that breaks rules is 400 here, and what cannot be served is 503, as the page has it. */
export const synthoErrorShape: ErrorShaper = (error, request) => {
  const status = error.kind === 'invalid' ? 400 : statusOf(error.kind);
  return { status, body: errorMessage(error, request.id) };
};
