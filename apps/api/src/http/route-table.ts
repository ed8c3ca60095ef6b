import {
  ACCESS_METADATA,
  AUDIT_METADATA,
  IDEMPOTENCY_METADATA,
  type RouteAccess,
  type RouteAudit,
  type RouteIdempotency,
} from '#http';
import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { REST_OF_PATH } from './rest-of-path.decorator.js';

/** One route of the application, as it was declared. */
export interface DeclaredRoute {
  readonly method: string;
  /** With leading slash and parameters as `:name`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly audit: RouteAudit;
  /** What it does with an `Idempotency-Key`; null for what is no POST. */
  readonly idempotency: RouteIdempotency | null;
  readonly handler: string;
}

/** The only paths that may be public. */
const PUBLIC_PATHS = [
  /^\/health\//,
  /^\/metrics$/,
  /^\/api\/auth\/token$/,
  /^\/\.well-known\/(?:jwks\.json|openid-configuration)$/,
];

/** What is here belongs to no tenant, whose setting says whether reads are audited. */
const PLATFORM_PATH = '/api/platform/';

/** Reads every route's declaration at start: one without a permission or an audit event stops the boot. */
@Injectable()
export class RouteTable implements OnModuleInit {
  routes: readonly DeclaredRoute[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    this.routes = this.discovery.getControllers().flatMap((wrapper) => {
      const type = wrapper.metatype as (new () => object) | null;
      if (!type) return [];
      const prototype = type.prototype as Record<string, (...values: unknown[]) => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => routesOf(type, name, prototype[name]!));
    });
  }
}

function routesOf(
  type: new () => object,
  name: string,
  handler: (...values: unknown[]) => unknown,
): DeclaredRoute[] {
  const paths = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
  if (paths === undefined) return [];
  const label = `${type.name}.${name}`;
  const access = Reflect.getMetadata(ACCESS_METADATA, handler) as RouteAccess | undefined;
  if (!access) throw new Error(`The route ${label} declares no permission.`);
  const audit = Reflect.getMetadata(AUDIT_METADATA, handler) as RouteAudit | undefined;
  if (!audit) throw new Error(`The route ${label} declares no audit event.`);
  const idempotency =
    (Reflect.getMetadata(IDEMPOTENCY_METADATA, handler) as RouteIdempotency | undefined) ?? null;
  const prefixes = [Reflect.getMetadata(PATH_METADATA, type) as string | string[]].flat();
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  return prefixes.flatMap((prefix) =>
    [paths].flat().map((path) => {
      const full = `/${[prefix, path]
        .map((part) => part.replaceAll(/^\/|\/$/g, ''))
        .filter(Boolean)
        .join('/')}`;
      if (access.public && !PUBLIC_PATHS.some((allowed) => allowed.test(full))) {
        throw new Error(`The route ${label} may not be public.`);
      }
      const refused = whyNotAudit(audit, { method, path: full, access });
      if (refused) throw new Error(`The route ${label} ${refused}.`);
      if (method === 'POST' && !idempotency) {
        throw new Error(`The route ${label} does not say what an Idempotency-Key does.`);
      }
      return { method, path: full, access, audit, idempotency, handler: label };
    }),
  );
}

/** What is wrong with the declared audit of a route, or null. */
function whyNotAudit(
  audit: RouteAudit,
  { method, path, access }: Pick<DeclaredRoute, 'method' | 'path' | 'access'>,
): string | null {
  const isRead = method === 'GET';
  if (audit.kind === 'event') return null;
  if (audit.kind === 'read') {
    if (!isRead) return 'is no read, and its audit event is one of a read';
    const { idParam } = audit;
    const segment = idParam === REST_OF_PATH ? idParam : `:${idParam}`;
    const known = idParam === null || path.split('/').includes(segment);
    return known ? null : `has no parameter ${audit.idParam} for its audit event`;
  }
  const ofNoTenant = isRead && path.startsWith(PLATFORM_PATH);
  const exempt = access.public || access.permission === 'self:read' || ofNoTenant;
  return exempt ? null : 'must be audited';
}
