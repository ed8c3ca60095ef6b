import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind } from '#platform/errors';

const BY_STATUS: Record<number, { kind: ErrorKind; code: string; message: string }> = {
  400: { kind: 'malformed', code: 'request_malformed', message: 'The request is not well formed.' },
  404: { kind: 'not_found', code: 'route_not_found', message: 'There is no such route.' },
  408: { kind: 'timeout', code: 'request_timeout', message: 'The request took too long.' },
  413: { kind: 'too_large', code: 'body_too_large', message: 'The body is too large.' },
  414: { kind: 'malformed', code: 'url_too_long', message: 'The address is too long.' },
  415: {
    kind: 'unsupported_media',
    code: 'media_type_unsupported',
    message: 'The body must be application/json.',
  },
  431: { kind: 'malformed', code: 'headers_too_large', message: 'The headers are too large.' },
  503: { kind: 'unavailable', code: 'unavailable', message: 'The service is stopping.' },
};

/** What the frameworks throw, in our words; null for what nobody expected. */
export function domainErrorOf(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? BY_STATUS[status] : undefined;
  return known ? new DomainError(known.kind, known.code, known.message) : null;
}
