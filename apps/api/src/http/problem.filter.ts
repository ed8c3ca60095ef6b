import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorShaperOf, statusOf } from '#http';
import { DomainError } from '#platform/errors';
import { domainErrorOf } from './domain-error-of.js';
import { problem } from './problem.js';

const UNEXPECTED = new DomainError('internal', 'internal_error', 'Something went wrong on our side.');

/** Shapes every error, by the native way or by the route's own. The cause of a 5xx goes to the log, not to the caller. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Answers an error; also for those that arise before Nest sees the request. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = domainErrorOf(error) ?? UNEXPECTED;
  const status = statusOf(known.kind);
  if (status >= 500) request.log.error({ err: error, request_id: request.id }, known.code);
  const { retryAfter } = known.details;
  if (retryAfter !== undefined) void reply.header('retry-after', String(Math.ceil(retryAfter)));
  // The hook that names the request does not run for an address that no router can read.
  void reply.header('x-request-id', request.id);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const shaped = errorShaperOf(request)?.(known, request);
  if (shaped) {
    const { headers = {}, body } = shaped;
    void reply.status(shaped.status).headers(headers).type('application/json').send(body);
    return;
  }
  void reply
    .status(status)
    .type('application/problem+json')
    .send(problem(status, known.code, known.message, request.id, known.details));
}
