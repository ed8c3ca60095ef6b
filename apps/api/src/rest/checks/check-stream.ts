import { Readable } from 'node:stream';
import type { CheckView, StepView } from '#core';
import { statusOf } from '#http';
import { DomainError } from '#platform/errors';
import { problem } from '../../http/problem.js';

/**
 * The steps of a check as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html):
 * `step` for each, then one `result`, or one `error` with a problem.
 */
export function checkStream(
  requestId: string,
  run: (onStep: (step: StepView) => void) => Promise<CheckView>,
): Readable {
  const stream = new Readable({ read: () => undefined });
  const send = (event: string, data: object): void => {
    if (!stream.destroyed) stream.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  run((step) => send('step', step))
    .then((result) => send('result', result))
    .catch((error: unknown) => send('error', problemOf(error, requestId)))
    .finally(() => stream.push(null));
  return stream;
}

function problemOf(error: unknown, requestId: string): object {
  const known =
    error instanceof DomainError
      ? error
      : new DomainError('internal', 'internal_error', 'Something went wrong on our side.');
  return problem(statusOf(known.kind), known.code, known.message, requestId, known.details);
}
