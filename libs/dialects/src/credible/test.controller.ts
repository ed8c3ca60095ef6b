import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited, clientGone, CurrentScope, ErrorsAs, IdempotentAnswer, Requires } from '#http';
import type { Scope } from '#platform/scope';
import { credibleErrors } from './error-shape.js';
import { ROOT, testRun } from './paths.js';
import { CredibleTests } from './tests.service.js';

/** A test of the data plane, whose path names neither a project nor a connection: the body does. */
@Controller(`${ROOT}/connections`)
@ErrorsAs(credibleErrors)
export class CredibleTestController {
  constructor(private readonly tests: CredibleTests) {}

  @Post('test')
  @HttpCode(200)
  @Requires('connections:test')
  @Audited('connection.test')
  @IdempotentAnswer()
  test(
    @CurrentScope() scope: Scope,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const [project] = [request.headers['x-patchbay-project']].flat();
    return this.tests.test(scope, request.body, project, testRun(clientGone(reply)));
  }
}
