import type { JsonObject } from '#connector-sdk';
import { problem } from '../http/problem.js';
import { DOCUMENTED_ERRORS, type DocumentedError } from './documented-errors.js';
import { headersOf } from './headers.js';
import { schemaRef } from './schemas/object-schema.js';

const EXAMPLE_REQUEST = 'c2f1e6a4-6d0f-4c7e-9b1d-2f8f8c1b7a55';

/** The reusable answers, by status. */
export function componentResponses(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(DOCUMENTED_ERRORS).map(([status, { description, example, headers = [] }]) => [
      `Problem${status}`,
      {
        description,
        headers: headersOf(headers),
        content: {
          'application/problem+json': {
            schema: schemaRef('Problem'),
            example: problemExample(Number(status), example),
          },
        },
      },
    ]),
  );
}

/** As the filter shapes it. */
function problemExample(status: number, { code, detail, errors }: DocumentedError['example']): JsonObject {
  return problem(status, code, detail, EXAMPLE_REQUEST, errors ? { errors } : {}) as JsonObject;
}

/** Points to the answers of these statuses; `described` says more of some of them. */
export function errorAnswers(
  statuses: readonly number[],
  described: Readonly<Record<number, string>> = {},
): JsonObject {
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        $ref: `#/components/responses/Problem${status}`,
        ...(described[status] === undefined ? {} : { description: described[status] }),
      },
    ]),
  );
}
