/** Whether a value is an error, from whichever realm: `instanceof` knows those of its own alone. */
export function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** The code of an error of Node or of this module. */
export function codeOf(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A reason may be any value; what is thrown should be an error. */
export function asError(reason: unknown): Error {
  return isError(reason) ? reason : new Error('The connection was given up.');
}

/** The error of a connection that took too long, with the code that the system's own has. */
export function timeoutError(): Error {
  return Object.assign(new Error('The connection took too long.'), { code: 'ETIMEDOUT' });
}
