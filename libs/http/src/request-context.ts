import type { FastifyRequest } from 'fastify';
import type { Caller } from '#core';
import type { IdempotentRequest, Scope } from '#platform/scope';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; null on public routes. */
    caller: Caller | null;
    /** Set where a POST came with an `Idempotency-Key`. */
    idempotency: IdempotentRequest | null;
  }
}

/** The scope of an authenticated request on a tenant's route. The guard made sure that there is one. */
export function scopeOf(request: FastifyRequest): Scope {
  const scope = request.caller?.scope;
  if (!scope) throw new TypeError('This route has no tenant scope.');
  return request.idempotency ? { ...scope, idempotency: request.idempotency } : scope;
}
