import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The name under which the router has what a route's `*` stands for. */
export const REST_OF_PATH = '*';

/** What the `*` at the end of a route stands for: percent-decoded once, slashes included, and not checked yet. */
export const RestOfPath = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
  return params[REST_OF_PATH] ?? '';
});
