import { Controller, Header, Headers, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import { LeasesService } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, CurrentScope, IdempotentSecret, IdParam, JsonBody, RequiresInTransaction } from '#http';
import { TENANT_PATH } from '../paths.js';
import { answerLease } from './lease-answer.js';
import { LEASE_AGAIN } from './lease-repetition.js';

/** Hands a connection's secrets to a service. */
@Controller(TENANT_PATH)
export class LeasesController {
  constructor(private readonly leases: LeasesService) {}

  @Post('connections/:connectionId/lease')
  @RequiresInTransaction('secrets:lease')
  @Audited('lease.create')
  @Header('cache-control', 'no-store')
  @IdempotentSecret(LEASE_AGAIN)
  async lease(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @JsonBody() body: JsonObject,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerLease(await this.leases.byId(scope, id, body, ifNoneMatch), reply);
  }

  /** By name: the project's own connection, or else the GLOBAL one. */
  @Post('projects/:projectId/connections/lease')
  @RequiresInTransaction('secrets:lease')
  @Audited('lease.create')
  @Header('cache-control', 'no-store')
  @IdempotentSecret(LEASE_AGAIN)
  async leaseByName(
    @CurrentScope() scope: Scope,
    @JsonBody() body: JsonObject,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerLease(await this.leases.byName(scope, body, ifNoneMatch), reply);
  }
}
