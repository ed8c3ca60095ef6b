import type { FastifyReply } from 'fastify';
import type { CheckRun } from '#core';
import { clientGone } from '#http';
import { parseDeadline } from './check.dto.js';

/** A check that ends when its client does. The native API asks for the approval of every SSH host key. */
export function testRun(query: { readonly deadline_ms?: string }, reply: FastifyReply): CheckRun {
  return { ...looseRun(query), cancelled: clientGone(reply) };
}

/** A check that goes on without its client. */
export function looseRun(query: { readonly deadline_ms?: string }): CheckRun {
  return { deadlineMs: parseDeadline(query.deadline_ms), hostKeyPolicy: 'strict' };
}
