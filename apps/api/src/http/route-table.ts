import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_METADATA, type RouteAccess } from './access.decorators.js';

/** One route of the application, as it was declared. */
export interface DeclaredRoute {
  readonly method: string;
  /** With leading slash and parameters as `:name`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly handler: string;
}

/** The only paths that may be public. */
const PUBLIC_PATHS = [/^\/health\//, /^\/metrics$/];

/** Reads every route's declaration at start: one without a permission stops the boot. */
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
      return { method, path: full, access, handler: label };
    }),
  );
}
