import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type ConnectionVersionView,
  ConnectionVersionsService,
  VersionRestoresService,
  parseIfMatch,
} from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  EmptyBody,
  Idempotent,
  IdParam,
  IfMatch,
  linkNext,
  parseLimit,
  RequiresInTransaction,
} from '#http';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { ListVersionsQuery } from './connection.dto.js';

/** What a connection was, and how it becomes that again. */
@Controller(TENANT_PATH)
export class ConnectionVersionsController {
  constructor(
    private readonly versions: ConnectionVersionsService,
    private readonly restores: VersionRestoresService,
  ) {}

  @Get(inBothScopes('connections/:connectionId/versions'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('connection.versions', 'connectionId')
  async list(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @Query() { limit, cursor }: ListVersionsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionVersionView[]> {
    const page = await this.versions.list(scope, id, { limit: parseLimit(limit), cursor });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('connections/:connectionId/versions/:version'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('connection.read_version', 'connectionId')
  get(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @IdParam('version') version: number,
  ): Promise<ConnectionVersionView> {
    return this.versions.get(scope, id, version);
  }

  @Post(inBothScopes('connections/:connectionId/versions/:version/restore'))
  @HttpCode(200)
  @RequiresInTransaction('connections:write')
  @Audited('connection.restore_version')
  @Idempotent()
  restore(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @IdParam('version') version: number,
    @EmptyBody() _: null,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.restores.restore(scope, id, version, parseIfMatch(ifMatch));
  }
}
