import '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConnectorRegistry } from '#connector-sdk';
import { useDocsPage } from './ui/docs-routes.js';

/**
 * Serves the OpenAPI document at `/openapi.json`, and a page for it. What builds the document is loaded when
 * somebody first asks for it: it would add a good part to the time that a start takes.
 */
export function useDocuments(app: NestFastifyApplication, connectors: ConnectorRegistry): void {
  const instance = app.getHttpAdapter().getInstance();
  let text: Promise<string> | undefined;
  instance.get('/openapi.json', async (_request, reply) => {
    text ??= documentText(app, connectors);
    return reply.type('application/json; charset=utf-8').send(await text);
  });
  useDocsPage(instance);
}

async function documentText(app: NestFastifyApplication, connectors: ConnectorRegistry): Promise<string> {
  const { createDocument } = await import('./document.js');
  return JSON.stringify(createDocument(app, connectors));
}
