import { type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Permission, PlatformActor } from '#core';
import { scopeOf } from './request-context.js';

export const ACCESS_METADATA = 'patchbay:access';

/** Who may call a route: nobody without a declaration. */
export type RouteAccess =
  | { readonly public: true }
  | {
      readonly public: false;
      readonly permission: Permission;
      /** See `AuthenticationRequest.deferred`. */
      readonly deferred: boolean;
    };

/** Declares the one permission that a route needs. */
export const Requires = (permission: Permission) =>
  SetMetadata<string, RouteAccess>(ACCESS_METADATA, { public: false, permission, deferred: false });

/**
 * The same, for a route whose whole work is done in transactions of the tenant: those compare the access
 * epoch themselves, which saves a look-up at each request.
 */
export const RequiresInTransaction = (permission: Permission) =>
  SetMetadata<string, RouteAccess>(ACCESS_METADATA, { public: false, permission, deferred: true });

/** Declares a route that anybody may call; the boot check knows the few that there are. */
export const Public = () => SetMetadata<string, RouteAccess>(ACCESS_METADATA, { public: true });

/** The scope of the request, as the first argument of the services. */
export const CurrentScope = createParamDecorator((_: unknown, context: ExecutionContext) =>
  scopeOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The platform's administrator, as the first argument of the services for tenants. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): PlatformActor => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { caller, idempotency, id } = request;
  return { name: caller!.principal.name, requestId: id, ...(idempotency ? { idempotency } : {}) };
});

/** The verified caller, with or without a tenant. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller!,
);
