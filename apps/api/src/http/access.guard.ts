import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Authenticator, type Caller, ProjectScopes } from '#core';
import { forbidden } from '#platform/errors';
import { ACCESS_METADATA, CALLERS_SCOPE_METADATA, parseId, type RouteAccess } from '#http';
import { RequestLimiter } from './request-limiter.js';

/** What of a path decides the scope. */
interface RouteParameters {
  readonly tenant?: string;
  readonly projectId?: string;
  /** A project's name. */
  readonly project?: string;
}

/** Who calls, and may they: before any pipe or handler sees the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly projects: ProjectScopes,
    private readonly limiter: RequestLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ACCESS_METADATA, context.getHandler());
    if (!access) throw forbidden('route_closed', 'This route declares no permission.');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access.public) return true;
    const params = request.params as RouteParameters;
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
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(CALLERS_SCOPE_METADATA, places)) {
      request.caller = await this.placed(caller, params.project, request.headers['x-patchbay-project']);
    }
    return true;
  }

  /** The caller in the one place that the request works in. */
  private async placed(
    caller: Caller,
    named: string | undefined,
    chosen: string | string[] | undefined,
  ): Promise<Caller> {
    if (!caller.scope) throw forbidden('permission_denied', 'This needs a caller of a tenant.');
    const scope =
      named === undefined
        ? await this.projects.chosen(caller.scope, [chosen].flat()[0])
        : await this.projects.named(caller.scope, named);
    return { ...caller, scope };
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
