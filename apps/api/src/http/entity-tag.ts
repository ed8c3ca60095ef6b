import type { FastifyInstance } from 'fastify';

/** Answers that are one versioned object carry `ETag: "<version>"` (RFC 9110 section 8.8.3). */
export function useEntityTags(instance: FastifyInstance): void {
  instance.addHook('preSerialization', (_request, reply, payload, done) => {
    const version = (payload as { version?: unknown } | null)?.version;
    if (typeof version === 'number' && reply.statusCode < 300) void reply.header('etag', `"${version}"`);
    done(null, payload);
  });
}
