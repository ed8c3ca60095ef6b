import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Authenticator } from '#core';
import { forbidden } from '#platform/errors';
import { ACCESS_METADATA, type RouteAccess } from './access.decorators.js';
import { parseId } from './ids.js';
import { RequestLimiter } from './request-limiter.js';

/** Who calls, and may they: before any pipe or handler sees the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limiter: RequestLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ACCESS_METADATA, context.getHandler());
    if (!access) throw forbidden('route_closed', 'This route declares no permission.');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access.public) return true;
    const params = request.params as { tenant?: string; projectId?: string };
    const projectId = params.projectId === undefined ? undefined : idOrError(params.projectId);
    try {
      request.caller = await this.authenticator.authenticate({
        headers: request.headers,
        requestId: request.id,
        tenant: params.tenant,
        projectId: typeof projectId === 'number' ? projectId : undefined,
        deferred: access.deferred,
      });
    } finally {
      await this.limiter.take(request);
    }
    const { caller } = request;
    if (projectId instanceof Error) throw projectId;
    if (!caller.permissions.has(access.permission)) {
      throw forbidden('permission_denied', `This needs the permission ${access.permission}.`);
    }
    return true;
  }
}

/** What is wrong with a project's id is said after the caller proved who it is. */
function idOrError(text: string): number | Error {
  try {
    return parseId('projectId', text);
  } catch (error) {
    return error as Error;
  }
}
