import type { JsonObject } from '#connector-sdk';

/** Headers of answers, by their name. */
export const COMPONENT_HEADERS: Readonly<Record<string, JsonObject>> = {
  'X-Request-Id': {
    description:
      "The request's own `X-Request-Id` if it has one of up to 64 harmless characters, else a new one.",
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
  },
  ETag: {
    description:
      'The version, for `If-Match`, or of what counts none a digest in its place; behind a dot, the check that the answer shows, or of a lease the credential. For `If-None-Match`, as it is.',
    schema: { type: 'string', pattern: '^"[1-9]\\d*(\\.\\d+)?"$' },
  },
  'Cache-Control': { schema: { const: 'no-store' } },
  Link: {
    description: 'The next page: `<…>; rel="next"`. Absent on the last one.',
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: 'On the answer to a repetition, under the same `Idempotency-Key`, of what was done before.',
    schema: { const: 'true' },
  },
  Location: { description: 'Where to ask how it goes.', schema: { type: 'string' } },
  'Retry-After': {
    description: 'Seconds after which another try makes sense.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': { schema: { type: 'string', enum: ['Bearer', 'Basic realm="patchbay"'] } },
};

/** An answer's headers: the request's id, and those that are named. */
export function headersOf(names: readonly string[]): JsonObject {
  return Object.fromEntries(
    ['X-Request-Id', ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
