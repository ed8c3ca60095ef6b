import { type ErrorShaper, statusOf } from '#http';
import { shapeError } from './errors/shape-error.js';

/** Every error of these routes, in this contract's words. */
export const contractErrors: ErrorShaper = (error, request) =>
  shapeError(error, statusOf(error.kind), request.body);
