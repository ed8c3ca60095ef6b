import { SetMetadata, applyDecorators } from '@nestjs/common';
import { addRouteConfig } from './route-config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The event of a read; the parameter of the path that names what is read, or null for a list. */
    auditedRead?: { readonly action: AuditAction; readonly idParam: string | null };
  }
}

export const AUDIT_METADATA = 'patchbay:audit';

/** `<entity>.<verb>`, for example `connection.create`: the action of an audit event. */
export type AuditAction = `${string}.${string}`;

/** What a route leaves in the audit trail. */
export type RouteAudit =
  | { readonly kind: 'event'; readonly action: AuditAction }
  | { readonly kind: 'read'; readonly action: AuditAction; readonly idParam: string | null }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Declares the event that a route writes in the transaction of what it does: every write, and every read of
 * a secret. The service writes it (`recordAudit`, or the platform's own trail for `tenants:manage`), with
 * exactly this action; `test/e2e/audited-routes.spec.ts` compares the two.
 *
 * ```ts
 * @Post('projects')
 * @Requires('projects:write')
 * @Audited('project.create')
 * ```
 */
export const Audited = (action: AuditAction) =>
  SetMetadata<string, RouteAudit>(AUDIT_METADATA, { kind: 'event', action });

/**
 * Declares the event of a read of something that is no secret. It is written before the answer leaves, by
 * the application, where the tenant's setting `audit_reads` is true: the service does nothing for it.
 *
 * ```ts
 * @Get('projects/:projectId')
 * @Requires('projects:read')
 * @AuditedRead('project.read', 'projectId')
 * ```
 *
 * @param idParam - the parameter of the path that names what is read; absent for a list, which is
 *   written down with the entity id `*`
 */
export const AuditedRead = (action: AuditAction, idParam: string | null = null): MethodDecorator =>
  applyDecorators(
    SetMetadata<string, RouteAudit>(AUDIT_METADATA, { kind: 'read', action, idParam }),
    (_target, _name, descriptor) =>
      addRouteConfig(descriptor.value as object, { auditedRead: { action, idParam } }),
  );

/**
 * Declares that a route leaves no event, and why. The boot lets only these pass: public routes, those of
 * `self:read`, and reads of the platform's administrator that belong to no tenant.
 */
export const NotAudited = (reason: string) =>
  SetMetadata<string, RouteAudit>(AUDIT_METADATA, { kind: 'none', reason });
