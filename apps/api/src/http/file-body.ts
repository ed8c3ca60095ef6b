import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Upload } from '#core';
import { malformed } from '#platform/errors';
import { jsonOnly } from './form-body.js';

const BYTES = 'application/octet-stream';
/** Of a refused upload so much is still read, so that its connection can be kept; one that is longer is cut off. */
const DRAINED_BYTES = 1024 * 1024;

/**
 * Leaves the body unread on routes that declare a file: their handler reads it, behind the guard. Sooner, nobody
 * knows who sends it, and whether all of it is wanted.
 */
export function useFileBodies(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    // Bytes are bytes, also of a media type that another parser would read.
    if (takesFile(request)) request.headers['content-type'] = BYTES;
    done();
  });
  instance.addContentTypeParser(BYTES, (request, payload, done) => {
    if (takesFile(request)) done(null, payload);
    else done(jsonOnly(), undefined);
  });
  instance.addHook('onSend', (request, reply, payload, done) => {
    const left = announcedBytes(request) ?? Infinity;
    if (takesFile(request) && !request.raw.complete && left > DRAINED_BYTES)
      void reply.header('connection', 'close');
    done(null, payload);
  });
}

/** The body of a route that declares a file, as it arrives. */
export const FileBody = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { content: bytesOf(request), announced: announcedBytes(request) };
});

async function* bytesOf({ raw }: FastifyRequest): AsyncGenerator<Buffer> {
  try {
    // Who stops reading still has an answer to send on this connection.
    yield* raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch {
    throw malformed('upload_aborted', 'The upload ended before all of it had arrived.');
  }
}

function takesFile(request: FastifyRequest): boolean {
  return request.routeOptions.config.body === 'file';
}

function announcedBytes({ headers }: FastifyRequest): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}
