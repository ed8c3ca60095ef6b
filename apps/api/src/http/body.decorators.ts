import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type JsonObject, isJsonObject } from '#connector-sdk';
import { invalidField } from '#platform/errors';

/** The body as a JSON object, for resources whose rules come from the registry of connectors. */
export const JsonBody = createParamDecorator((_: unknown, context: ExecutionContext): JsonObject => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!isJsonObject(body)) throw invalidField('body', 'object', 'The body must be a JSON object.');
  return body;
});

/** `If-Match`, unread. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'],
);
