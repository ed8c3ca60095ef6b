import { Controller, Get, HttpCode, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import { type CheckRunView, ChecksService, type CheckView, type PlannedCheck } from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  EmptyBody,
  IdempotentAnswer,
  IdParam,
  JsonBody,
  Requires,
} from '#http';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { CheckQuery } from './check.dto.js';
import { looseRun, testRun } from './check-run.js';
import { checkStream } from './check-stream.js';

const EVENT_STREAM = 'text/event-stream';

/** Tests of connections with their real drivers. A check that ran answers 200, also when it failed. */
@Controller(TENANT_PATH)
export class ChecksController {
  constructor(private readonly checks: ChecksService) {}

  /** Tests a stored connection. */
  @Post(inBothScopes('connections/:connectionId/test'))
  @HttpCode(200)
  @Requires('connections:test')
  @Audited('connection.test')
  @IdempotentAnswer()
  async testStored(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @EmptyBody() _: null,
    @Query() query: CheckQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(scope, await this.checks.planStored(scope, id), query, request, reply);
  }

  /** Tests a body as of a create, or `connection_id` with what differs; nothing of it is stored. */
  @Post(inBothScopes('connections/test'))
  @HttpCode(200)
  @Requires('connections:test')
  @Audited('connection.test')
  @IdempotentAnswer()
  async testBody(
    @CurrentScope() scope: Scope,
    @JsonBody() body: JsonObject,
    @Query() query: CheckQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(scope, await this.checks.planBody(scope, body), query, request, reply);
  }

  /** The last hundred, of people and of the schedule. */
  @Get(inBothScopes('connections/:connectionId/checks'))
  @Requires('connections:read')
  @AuditedRead('check.list')
  list(@CurrentScope() scope: Scope, @IdParam('connectionId') id: number): Promise<CheckRunView[]> {
    return this.checks.history(scope, id);
  }

  /** A check that was started with `?async=true`. */
  @Get(inBothScopes('checks/:checkId'))
  @Requires('connections:read')
  @AuditedRead('check.read', 'checkId')
  get(@CurrentScope() scope: Scope, @IdParam('checkId') id: number): Promise<CheckRunView> {
    return this.checks.get(scope, id);
  }

  private async answer(
    scope: Scope,
    planned: PlannedCheck,
    query: CheckQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<CheckView | CheckRunView | StreamableFile> {
    if (query.async === 'true') {
      const started = await this.checks.start(scope, planned, looseRun(query));
      const [path] = request.url.split(/\/connections\//);
      void reply.status(202).header('location', `${path}/checks/${started.id}`);
      return started;
    }
    const run = testRun(query, reply);
    if (!request.headers.accept?.includes(EVENT_STREAM)) return this.checks.run(scope, planned, run);
    void reply.header('cache-control', 'no-store');
    const steps = checkStream(request.id, (onStep) => this.checks.run(scope, planned, { ...run, onStep }));
    return new StreamableFile(steps, { type: EVENT_STREAM });
  }
}
