import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import { HeldLeasesService, type LeaseView } from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  EmptyBody,
  Idempotent,
  IdParam,
  JsonBody,
  linkNext,
  parseLimit,
  RequiresInTransaction,
} from '#http';
import { TENANT_PATH } from '../paths.js';
import { ListLeasesQuery } from './lease.dto.js';

/** Leases that were given. A resolver sees its own, a tenant's administrator all. */
@Controller(TENANT_PATH)
export class HeldLeasesController {
  constructor(private readonly leases: HeldLeasesService) {}

  @Get('leases')
  @RequiresInTransaction('leases:read')
  @AuditedRead('lease.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListLeasesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeaseView[]> {
    const { connection_id, status, limit, cursor } = query;
    const connectionId = connection_id === undefined ? undefined : Number(connection_id);
    const page = await this.leases.list(scope, { connectionId, status, cursor, limit: parseLimit(limit) });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Post('leases/:leaseId/renew')
  @HttpCode(200)
  @RequiresInTransaction('secrets:lease')
  @Audited('lease.renew')
  @Idempotent()
  renew(
    @CurrentScope() scope: Scope,
    @IdParam('leaseId') id: number,
    @JsonBody() body: JsonObject,
  ): Promise<LeaseView> {
    return this.leases.renew(scope, id, body);
  }

  @Delete('leases/:leaseId')
  @RequiresInTransaction('leases:revoke')
  @Audited('lease.revoke')
  async revoke(@CurrentScope() scope: Scope, @IdParam('leaseId') id: number) {
    await this.leases.revoke(scope, id);
    return { message: 'Lease was revoked' };
  }

  /** The kill switch of a connection. */
  @Post('connections/:connectionId/leases/revoke')
  @HttpCode(200)
  @RequiresInTransaction('leases:manage')
  @Audited('lease.revoke_all')
  @Idempotent()
  async revokeOfConnection(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @EmptyBody() _: null,
  ) {
    return { revoked: await this.leases.revokeOfConnection(scope, id) };
  }

  /** The kill switch of the tenant. */
  @Post('leases/revoke')
  @HttpCode(200)
  @RequiresInTransaction('leases:manage')
  @Audited('lease.revoke_all')
  @Idempotent()
  async revokeAll(@CurrentScope() scope: Scope, @EmptyBody() _: null) {
    return { revoked: await this.leases.revokeAll(scope) };
  }
}
