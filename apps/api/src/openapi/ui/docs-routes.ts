import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { DOCS_PAGE, docsScript, type ListedDocument } from './docs-page.js';

/** The files of Swagger UI that the page loads; nothing else of the package can be reached. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'swagger-ui-standalone-preset.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

const CACHED = 'public, max-age=3600';

/**
 * All that the page needs comes from this origin. Unlike elsewhere, requests are not upgraded to https:
 * behind a private address without TLS the page would stay blank. Swagger UI sets styles on elements.
 */
const PAGE_OPTIONS: RouteShorthandOptions = {
  helmet: {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  },
};

/** Serves Swagger UI at `/docs`, for anybody, with these documents to choose from. */
export function useDocsPage(instance: FastifyInstance, documents: readonly ListedDocument[]): void {
  const script = docsScript(documents);
  instance.get('/docs', PAGE_OPTIONS, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(DOCS_PAGE),
  );
  instance.get('/docs/start.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', CACHED).send(script),
  );
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [file, type] of Object.entries(ASSETS)) {
    let content: Promise<Buffer> | undefined;
    instance.get(`/docs/${file}`, async (_request, reply) => {
      content ??= readFile(join(folder, file));
      return reply
        .type(type)
        .header('cache-control', CACHED)
        .send(await content);
    });
  }
}
