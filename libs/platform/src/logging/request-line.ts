import type { Scope } from '#platform/scope';

/** What is read of a request; Fastify's has this shape. */
export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  /** `url` is the pattern of the matched route; absent when none matched. */
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** What is read of a reply; Fastify's has this shape. */
export interface LoggedReply {
  readonly statusCode: number;
  /** Milliseconds since the request arrived. */
  readonly elapsedTime: number;
}

/** One answered request. The path as it came is left out: people put secrets into paths and queries. */
export interface RequestLine {
  readonly method: string;
  /** The route's pattern, such as `/api/tenants/:tenant/connections`; `unmatched` when there was none. */
  readonly route: string;
  readonly status: number;
  /** Milliseconds from the request's arrival, to a tenth. */
  readonly ms: number;
  readonly request_id: string;
  /** The tenant's slug; absent before authentication and on routes without a tenant. */
  readonly tenant?: string;
  readonly principal?: string;
}

/** The fields of the one line that is logged for each request. */
export function requestLine(
  request: LoggedRequest,
  reply: LoggedReply,
  scope?: Pick<Scope, 'tenant' | 'principal'>,
): RequestLine {
  return {
    ...requestFields(request),
    status: reply.statusCode,
    ms: tenths(reply.elapsedTime),
    request_id: request.id,
    ...(scope === undefined ? {} : { tenant: scope.tenant, principal: scope.principal.id }),
  };
}

/** Serializer of `req`: what is known when a request arrives. */
export function requestFields(request: LoggedRequest): Pick<RequestLine, 'method' | 'route'> {
  return { method: request.method, route: request.routeOptions?.url ?? 'unmatched' };
}

/** Serializer of `res`. */
export function replyFields(reply: LoggedReply): Pick<RequestLine, 'status' | 'ms'> {
  return { status: reply.statusCode, ms: tenths(reply.elapsedTime) };
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
