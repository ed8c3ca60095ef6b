import { types } from 'node:util';

/** What a log shows of an error. A driver's further properties (statement, parameters, options) stay out. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

const DEEPEST_CAUSE = 5;

/** An error as plain fields with its causes; any other value as it is. */
export function errorFields(value: unknown): unknown {
  // Not instanceof: an error may come from another realm, such as a vm context.
  return types.isNativeError(value) ? fieldsOf(value, 0) : value;
}

function fieldsOf(error: Error & { code?: unknown }, depth: number): ErrorFields {
  const { code, cause } = error;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(types.isNativeError(cause) && depth < DEEPEST_CAUSE ? { cause: fieldsOf(cause, depth + 1) } : {}),
  };
}
