import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type JsonObject, isJsonObject } from '#connector-sdk';
import { invalid, invalidField } from '#platform/errors';

/** The body as a JSON object, for resources whose rules come from the registry of connectors. */
export const JsonBody = createParamDecorator((_: unknown, context: ExecutionContext): JsonObject => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!isJsonObject(body)) throw invalidField('body', 'object', 'The body must be a JSON object.');
  return body;
});

/** For a route that takes no body: nothing, or an empty object. */
export const EmptyBody = createParamDecorator((_: unknown, context: ExecutionContext): null => {
  const body: unknown = context.switchToHttp().getRequest<FastifyRequest>().body ?? {};
  if (!isJsonObject(body)) throw invalidField('body', 'object', 'The body must be a JSON object.');
  const errors = Object.keys(body).map((path) => {
    return { path, rule: 'unknown', message: 'There is no such member.' };
  });
  if (errors.length > 0) throw invalid(errors);
  return null;
});

/** `If-Match`, unread. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'],
);
