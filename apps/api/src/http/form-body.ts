import type { FastifyInstance } from 'fastify';
import { DomainError, malformed } from '#platform/errors';

/** A form has a few short fields; this is far more than any needs. */
const FORM_LIMIT_BYTES = 16 * 1024;
const FORM = 'application/x-www-form-urlencoded';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a body may be, where it is not JSON. */
    body?: 'form' | 'file';
  }
}

/** The fields of a form, each of which stood there once. */
export type FormFields = ReadonlyMap<string, string>;

/**
 * Reads forms on the routes that declare them; all others take JSON alone, so that no page of somebody else's
 * can make a browser send them what it likes.
 */
export function useFormBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser(
    FORM,
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    (request, body, done) => {
      try {
        if (request.routeOptions.config.body !== 'form') throw jsonOnly();
        done(null, formFields(body as string));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

/** An empty field counts as absent, and one that stands there twice is an error (RFC 6749 section 3.2). */
export function formFields(text: string): FormFields {
  const fields = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) throw malformed('form_malformed', 'A field of the form stands there twice.');
    seen.add(name);
    if (value !== '') fields.set(name, value);
  }
  return fields;
}

/** The refusal of any other media type. */
export function jsonOnly(): DomainError {
  return new DomainError('unsupported_media', 'media_type_unsupported', 'The body must be application/json.');
}
