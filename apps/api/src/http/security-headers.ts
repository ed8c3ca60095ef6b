import helmet from 'helmet';
import type { FastifyInstance } from 'fastify';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * Helmet's headers on every answer. They are the same for all, so they are worked out once; a route that
 * brings a `helmet` configuration of its own (the documentation) is left to the plugin.
 */
export async function useSecurityHeaders(instance: FastifyInstance): Promise<void> {
  const headers = await helmetHeaders();
  instance.addHook('onRequest', (request, reply, done) => {
    if (!('helmet' in request.routeOptions.config)) void reply.headers(headers);
    done();
  });
}

/** Lets helmet write its headers to an answer that goes nowhere. */
async function helmetHeaders(): Promise<Record<string, string>> {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  await new Promise<void>((resolve, reject) => {
    helmet()(request, answer, (error) => (error instanceof Error ? reject(error) : resolve()));
  });
  return Object.fromEntries(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
