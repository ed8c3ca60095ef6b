import type { FastifyReply } from 'fastify';
import type { LeaseOutcome } from '#core';

const NOT_MODIFIED = 304;

/** Answers a lease; what the caller holds already is not sent again. */
export function answerLease(outcome: LeaseOutcome, reply: FastifyReply) {
  if (!outcome.unchanged) return outcome.lease;
  void reply.status(NOT_MODIFIED).header('etag', outcome.tag);
  return undefined;
}
