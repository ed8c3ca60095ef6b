import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { ReadAuditService } from '#core';
import { TenantDatabase } from '#platform/database';
import { requestLine } from '#platform/logging';
import { AppModule } from './app.module.js';
import type { AppOptions } from './app.options.js';
import { answerClientError } from './http/client-error.js';
import { useEntityTags } from './http/entity-tag.js';
import { useFileBodies } from './http/file-body.js';
import { useFormBodies } from './http/form-body.js';
import { BODY_LIMIT_BYTES, useJsonBodies } from './http/json-body.js';
import { NestLog } from './http/nest-log.js';
import { useReadAudit } from './http/read-audit.js';
import { sendProblem } from './http/problem.filter.js';
import { requestIdOf } from './http/request-id.js';
import { RequestLimiter } from './http/request-limiter.js';
import { useSecurityHeaders } from './http/security-headers.js';
import { useDocuments } from './openapi/documents.js';
import { Metrics } from './rest/metrics/metrics.js';

/** What a page in a browser may read of an answer from elsewhere. */
const EXPOSED_HEADERS = ['etag', 'idempotency-replayed', 'link', 'location', 'retry-after', 'x-request-id'];
const REQUEST_TIMEOUT_MS = 30_000;
/** How exactly the time of a request is kept; every half minute unless given. */
const TIMEOUT_CHECKED_EVERY_MS = 1_000;

/** Builds the application, ready to listen; the start and the tests use the same. */
export async function createApp(options: AppOptions): Promise<NestFastifyApplication> {
  const { config, logger } = options;
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Every line of ours carries the request id itself; a logger for each request would cost more than it says.
    childLoggerFactory: (parent: FastifyBaseLogger) => parent,
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node takes the longer of both timeouts for the request as a whole, and 60 s for the headers of its own.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECKED_EVERY_MS },
    clientErrorHandler: answerClientError,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // Some contracts end their paths with a slash, and clients of others add one.
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    frameworkErrors: sendProblem,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(options), adapter, {
    logger: new NestLog(logger),
    bodyParser: false,
    abortOnError: false,
    routeConflictPolicy: { duplicate: 'error', shadow: 'warn' },
  });
  if (config.corsOrigins.length > 0) {
    app.enableCors({ origin: [...config.corsOrigins], exposedHeaders: EXPOSED_HEADERS });
  }
  const instance = adapter.getInstance<FastifyInstance>();
  await instance.register(helmet, { global: false });
  await useSecurityHeaders(instance);
  await instance.register(rateLimit, { global: false });
  instance.decorateRequest('caller', null);
  instance.decorateRequest('idempotency', null);
  useJsonBodies(instance);
  useFormBodies(instance);
  useFileBodies(instance);
  useReadAudit(instance, app.get(ReadAuditService));
  useEntityTags(instance);
  useRequestLines(instance);
  app.get(Metrics).observe(instance);
  // After the last answer, and before the data source goes: it waits for every connection.
  instance.addHook('onClose', () => app.get(TenantDatabase).close());
  app.get(RequestLimiter).use(instance, config.rateLimitPerMinute);
  useDocuments(app, options.connectors);
  await app.init();
  await instance.ready();
  return app;
}

/** The request id goes out with every answer, and one line is logged for each. */
function useRequestLines(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    request.log.info(requestLine(request, reply, request.caller?.scope ?? undefined));
    done();
  });
}
