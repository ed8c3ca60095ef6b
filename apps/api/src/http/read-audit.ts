import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type Observable, concatMap } from 'rxjs';
import { ReadAuditService } from '#core';
import { AUDIT_METADATA, type RouteAudit } from '#http';

const A_LIST = '*';

/** Writes down who read what, for tenants that want it, before the answer leaves: without the row, no answer. */
@Injectable()
export class ReadAudit implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly reads: ReadAuditService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const audit = this.reflector.get<RouteAudit | undefined>(AUDIT_METADATA, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const scope = request.caller?.scope;
    if (audit?.kind !== 'read' || !scope) return next.handle();
    const { action, idParam } = audit;
    const params = request.params as Record<string, string>;
    const entityId = idParam === null ? A_LIST : params[idParam]!;
    // After the read: by then its transaction has refreshed what is remembered of the tenant's settings.
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.reads.record(scope, action, entityId);
        return answer;
      }),
    );
  }
}
