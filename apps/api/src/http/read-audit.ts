import type { FastifyInstance } from 'fastify';
import type { ReadAuditService } from '#core';

const A_LIST = '*';

/**
 * Writes down who read what, for tenants that want it, before the answer leaves: without the row, no answer.
 * It is a hook and no interceptor, for it stands on the way of every read.
 */
export function useReadAudit(instance: FastifyInstance, reads: ReadAuditService): void {
  instance.addHook('onSend', (request, reply, payload, done) => {
    const read = request.routeOptions.config.auditedRead;
    const scope = request.caller?.scope;
    // After the read: by then its transaction has refreshed what is remembered of the tenant's settings.
    if (!read || !scope || reply.statusCode >= 400 || !reads.wanted(scope)) {
      done(null, payload);
      return;
    }
    const params = request.params as Record<string, string>;
    const entityId = read.idParam === null ? A_LIST : params[read.idParam]!;
    reads.record(scope, read.action, entityId).then(
      () => done(null, payload),
      (error: unknown) => done(error as Error),
    );
  });
}
