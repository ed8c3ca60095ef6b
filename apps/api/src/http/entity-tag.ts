import type { FastifyInstance } from 'fastify';
import { ENTITY_TAG } from '#core';

/** What of an answer decides its tag: the version, and the check that an answer shows without being a new version. */
interface Tagged {
  /** A tag of its own goes before all else. */
  readonly [ENTITY_TAG]?: string;
  readonly version?: unknown;
  readonly last_check?: { readonly id: number } | null;
}

/**
 * Answers that are one versioned object carry `ETag: "<version>"`, or `"<version>.<check>"` where they show a
 * check (RFC 9110 section 8.8.3). Who has that already is answered 304 without a body (section 13.1.2).
 */
export function useEntityTags(instance: FastifyInstance): void {
  instance.addHook('preSerialization', (_request, reply, payload, done) => {
    const tag = entityTag(payload as Tagged | null);
    if (tag !== null && reply.statusCode < 300) void reply.header('etag', tag);
    done(null, payload);
  });
  instance.addHook('onSend', (request, reply, payload, done) => {
    const tag = reply.getHeader('etag');
    const known = request.headers['if-none-match'];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || reply.statusCode !== 200 || typeof tag !== 'string' || !hasTag(known, tag)) {
      done(null, payload);
      return;
    }
    void reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, null);
  });
}

function entityTag(payload: Tagged | null): string | null {
  const own = payload?.[ENTITY_TAG];
  if (own !== undefined) return own;
  if (typeof payload?.version !== 'number') return null;
  return payload.last_check ? `"${payload.version}.${payload.last_check.id}"` : `"${payload.version}"`;
}

/** Compared weakly, as `If-None-Match` is. */
function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
}
