const MAX_ERRORS = 12;

/** An error, its causes and the errors that it gathers, the outermost first; bounded, cycles do no harm. */
export function errorChain(error: unknown): readonly object[] {
  const found: object[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && found.length < MAX_ERRORS) {
    const one = waiting.shift();
    if (typeof one !== 'object' || one === null || found.includes(one)) continue;
    found.push(one);
    const { cause, originalError, errors } = one as Record<string, unknown>;
    waiting.push(cause, originalError, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
  }
  return found;
}

/** The `code` of an error, where it is a text. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
