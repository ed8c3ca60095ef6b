import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/** Adds to what Fastify keeps with the route of a handler, and leaves what is there. */
export function addRouteConfig(handler: object, more: Partial<FastifyContextConfig>): void {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as
    FastifyContextConfig | undefined;
  RouteConfig({ ...config, ...more })(handler as never);
}
