import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type JsonObject, isJsonObject } from '#connector-sdk';
import { settingsOf } from '#core';
import { DomainError, invalid, invalidField } from '#platform/errors';

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

const MUST_NAME_VERSION: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** `If-Match`, unread. Where the tenant wants it, a change or a deletion without one is refused. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { method, headers, caller } = context.switchToHttp().getRequest<FastifyRequest>();
  const header = headers['if-match'];
  const scope = caller?.scope;
  if (!header?.trim() && scope && MUST_NAME_VERSION.has(method) && settingsOf(scope).require_if_match) {
    const message = 'This tenant wants If-Match with the version that the change is meant for.';
    throw new DomainError('precondition_required', 'precondition_required', message);
  }
  return header;
});
