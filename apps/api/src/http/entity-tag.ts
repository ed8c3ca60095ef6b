import type { FastifyInstance } from 'fastify';
import { ENTITY_TAG } from '#core';

/** Answers that are one versioned object carry `ETag: "<version>"` (RFC 9110 section 8.8.3) or their own. */
export function useEntityTags(instance: FastifyInstance): void {
  instance.addHook('preSerialization', (_request, reply, payload, done) => {
    const { version, [ENTITY_TAG]: own } = (payload ?? {}) as { version?: unknown; [ENTITY_TAG]?: string };
    const tag = own ?? (typeof version === 'number' ? `"${version}"` : undefined);
    if (tag !== undefined && reply.statusCode < 300) void reply.header('etag', tag);
    done(null, payload);
  });
}
