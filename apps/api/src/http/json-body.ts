import type { FastifyInstance } from 'fastify';
import { DomainError, malformed } from '#platform/errors';
import { exceedsShape } from './json-shape.js';

/** 256 KiB. */
export const BODY_LIMIT_BYTES = 256 * 1024;
const MAX_DEPTH = 20;
const MAX_KEYS = 500;

/**
 * Reads JSON bodies under limits that hold before parsing: a deep or wide document costs nothing. An empty
 * body counts as none, whatever its content type says.
 */
export function useJsonBodies(instance: FastifyInstance): void {
  instance.removeContentTypeParser(['application/json', 'text/plain']);
  instance.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json(?:;|$)/,
    { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => {
      try {
        done(null, parseJson(body as string));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  const excess = exceedsShape(text, { depth: MAX_DEPTH, keys: MAX_KEYS });
  if (excess) throw malformed(excess.code, excess.message);
  try {
    return JSON.parse(text, refusePrototypeKeys) as unknown;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw malformed('json_malformed', 'The body is not JSON.');
  }
}

/** `__proto__` in JSON is data to the parser and a trap to whoever copies the object. */
function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === '__proto__') throw malformed('json_key_refused', 'The body has a key that is not allowed.');
  return value;
}
