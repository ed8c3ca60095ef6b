/** Ends a command with one line for the person who typed it. */
export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The one line of an error that was expected; the whole of one that was not. */
export function lineOf(error: unknown, expected: readonly (new (...values: never[]) => Error)[]): string {
  const isExpected = expected.some((type) => error instanceof type);
  return isExpected ? (error as Error).message : String((error as Error).stack);
}
