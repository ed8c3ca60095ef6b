import '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConnectorRegistry } from '#connector-sdk';
import { DIALECT_CONTRACTS } from '#dialects';
import { NATIVE } from './native-contract.js';
import { useDocsPage } from './ui/docs-routes.js';

/**
 * Serves the OpenAPI document of the whole at `/openapi.json`, one for each contract at
 * `/openapi/<contract>.json`, and a page for them. What builds a document is loaded when somebody first asks
 * for one: it would add a good part to the time that a start takes.
 */
export function useDocuments(app: NestFastifyApplication, connectors: ConnectorRegistry): void {
  const contracts = [NATIVE, ...DIALECT_CONTRACTS.map(({ name }) => name)];
  serve(app, '/openapi.json', connectors, null);
  for (const name of contracts) serve(app, `/openapi/${name}.json`, connectors, name);
  useDocsPage(app.getHttpAdapter().getInstance(), [
    { name: 'All contracts', url: '/openapi.json' },
    ...contracts.map((name) => ({ name, url: `/openapi/${name}.json` })),
  ]);
}

function serve(
  app: NestFastifyApplication,
  path: string,
  connectors: ConnectorRegistry,
  contract: string | null,
): void {
  let text: Promise<string> | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get(path, async (_request, reply) => {
      text ??= documentText(app, connectors, contract);
      return reply.type('application/json; charset=utf-8').send(await text);
    });
}

async function documentText(
  app: NestFastifyApplication,
  connectors: ConnectorRegistry,
  contract: string | null,
): Promise<string> {
  const { createDocument } = await import('./document.js');
  const dialects = await Promise.all(DIALECT_CONTRACTS.map((dialect) => dialect.load()));
  return JSON.stringify(createDocument(app, connectors, contract, dialects));
}
