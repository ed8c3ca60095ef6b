import { PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '#platform/errors';
import { addRouteConfig } from './route-config.js';

/** An error as a contract answers it. */
export interface ShapedError {
  readonly status: number;
  /** Beside those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Never holds a secret, a value that came in, or a driver's text. */
  readonly body: object;
}

/**
 * How a contract answers errors. It is called for every error of its routes: a body that is no JSON, a
 * caller who is not known, a rule of core, and what nobody expected (`internal`, whose cause is logged).
 */
export type ErrorShaper = (error: DomainError, request: FastifyRequest) => ShapedError;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How errors of the route are shaped, where it is not the native way. */
    errors?: ErrorShaper;
  }
}

/** Declares for all routes of a controller how their errors are shaped. */
export const ErrorsAs =
  (errors: ErrorShaper): ClassDecorator =>
  (controller) => {
    const prototype = controller.prototype as Record<string, object>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      const handler = prototype[name]!;
      if (!Reflect.hasMetadata(PATH_METADATA, handler)) continue;
      addRouteConfig(handler, { errors });
    }
  };

/** The shaper of the request's route; undefined for the native one, and for an address without a route. */
export function errorShaperOf(request: FastifyRequest): ErrorShaper | undefined {
  return (request.routeOptions as FastifyRequest['routeOptions'] | undefined)?.config.errors;
}
