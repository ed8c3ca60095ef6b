import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import {
  ConnectionListsService,
  ConnectionMovesService,
  ConnectionRemovalsService,
  ConnectionUpdatesService,
  ConnectionsService,
  type ListedConnection,
  TestedWritesService,
  parseIfMatch,
} from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  Idempotent,
  IdParam,
  IfMatch,
  JsonBody,
  linkNext,
  parseLimit,
  Requires,
  RequiresInTransaction,
} from '#http';
import { TestedWriteQuery } from '../checks/check.dto.js';
import { testRun } from '../checks/check-run.js';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import {
  DeleteConnectionQuery,
  ListConnectionsQuery,
  MoveConnectionDto,
  RestoreConnectionDto,
} from './connection.dto.js';

/** Connections: beneath a project its own, beneath the tenant the GLOBAL ones and every visible project's. */
@Controller(TENANT_PATH)
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly lists: ConnectionListsService,
    private readonly updates: ConnectionUpdatesService,
    private readonly moves: ConnectionMovesService,
    private readonly removals: ConnectionRemovalsService,
    private readonly tested: TestedWritesService,
  ) {}

  @Post(inBothScopes('connections'))
  @RequiresInTransaction('connections:write')
  @Audited('connection.create')
  @Idempotent()
  create(
    @CurrentScope() scope: Scope,
    @JsonBody() body: JsonObject,
    @Query() query: TestedWriteQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (query.test !== 'true') return this.connections.create(scope, body);
    return this.tested.create(scope, body, testRun(query, reply));
  }

  @Get(inBothScopes('connections'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('connection.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListConnectionsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListedConnection[]> {
    const { limit, include, sort = 'id', deleted: asked, ...filters } = query;
    const deleted = asked === 'true';
    const includeGlobal = include === 'global' && scope.projectId !== undefined;
    const paging = { sort, limit: parseLimit(limit) };
    const page = await this.lists.list(scope, { ...filters, ...paging, includeGlobal, deleted });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('connections/:connectionId'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('connection.read', 'connectionId')
  get(@CurrentScope() scope: Scope, @IdParam('connectionId') id: number) {
    return this.connections.get(scope, id);
  }

  @Put(inBothScopes('connections/:connectionId'))
  @RequiresInTransaction('connections:write')
  @Audited('connection.update')
  update(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @JsonBody() body: JsonObject,
    @IfMatch() ifMatch: string | undefined,
    @Query() query: TestedWriteQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const precondition = parseIfMatch(ifMatch);
    if (query.test !== 'true') return this.updates.update(scope, id, body, precondition);
    return this.tested.update(scope, id, body, precondition, testRun(query, reply));
  }

  @Delete(inBothScopes('connections/:connectionId'))
  @RequiresInTransaction('connections:write')
  @Audited('connection.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @IfMatch() ifMatch: string | undefined,
    @Query() query: DeleteConnectionQuery,
  ) {
    await this.removals.remove(scope, id, parseIfMatch(ifMatch), query.erase === 'true');
    return { message: 'Connection was deleted successfully' };
  }

  /** Brings back a deleted connection. */
  @Post(inBothScopes('connections/:connectionId/restore'))
  @HttpCode(200)
  @RequiresInTransaction('connections:write')
  @Audited('connection.restore')
  @Idempotent()
  restore(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @Body() body: RestoreConnectionDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.removals.restore(scope, id, body.name, parseIfMatch(ifMatch));
  }

  @Post(inBothScopes('connections/:connectionId/move'))
  @HttpCode(200)
  @Requires('connections:move')
  @Audited('connection.move')
  @Idempotent()
  move(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @Body() body: MoveConnectionDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.moves.move(scope, id, body.project_id, parseIfMatch(ifMatch));
  }
}
