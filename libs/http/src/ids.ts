import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { malformed, notFound } from '#platform/errors';

const DIGITS = /^\d{1,40}$/;

/**
 * Reads an id of a path.
 *
 * @throws DomainError `malformed` for what is no number, `not_found` for a number that no row can have
 */
export function parseId(name: string, text: string): number {
  if (!DIGITS.test(text)) throw malformed('id_malformed', `${name} must be a number.`);
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) throw notFound(whatHasId(name));
  return id;
}

/** The id of the path under this name, as `{connectionId}` on the contract's page. */
export const IdParam = createParamDecorator((name: string, context: ExecutionContext) => {
  const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
  return parseId(name, params[name] ?? '');
});

/** `serviceAccountId` speaks of a service account. */
function whatHasId(name: string): string {
  return name === 'version'
    ? 'connection version'
    : name.replace(/Id$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
