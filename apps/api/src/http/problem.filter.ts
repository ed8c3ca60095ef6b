import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#platform/errors';
import { domainErrorOf } from './domain-error-of.js';
import { sendOAuthProblem, shapesOAuthErrors } from './oauth-errors.js';
import { problem, statusOf } from './problem.js';

const UNEXPECTED = new DomainError('internal', 'internal_error', 'Something went wrong on our side.');

/** Shapes every error of the native API. The cause of a 5xx goes to the log, not to the caller. */
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
  if (shapesOAuthErrors(request)) return sendOAuthProblem(known, reply.header('x-request-id', request.id));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(status)
    // The hook that names the request does not run for an address that no router can read.
    .header('x-request-id', request.id)
    .type('application/problem+json')
    .send(problem(status, known.code, known.message, request.id, known.details));
}
