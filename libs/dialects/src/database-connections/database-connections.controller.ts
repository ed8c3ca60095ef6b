import { Controller, Delete, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import type { ConnectionView } from '#core';
import {
  Audited,
  AuditedRead,
  CallersScope,
  clientGone,
  CurrentScope,
  ErrorsAs,
  IdempotentSecret,
  JsonBody,
  linkNext,
  parseLimit,
  Requires,
} from '#http';
import type { Scope } from '#platform/scope';
import { contractErrors } from './contract-errors.js';
import { DatabaseConnectionsService } from './database-connections.service.js';
import { PageQuery } from './queries.dto.js';
import { readId } from './string-id.js';
import type { ConnectionAnswer } from './wire.js';

/** Database connections, in the one place that the caller works in. */
@Controller('api/v1/database-connections')
@CallersScope()
@ErrorsAs(contractErrors)
export class DatabaseConnectionsController {
  constructor(private readonly connections: DatabaseConnectionsService) {}

  @Post()
  @Requires('connections:write')
  @Audited('connection.create')
  // What is stored first is core's view, which is no answer here.
  @IdempotentSecret<ConnectionView, { id: number }>({
    ids: ({ id }) => ({ id }),
    replay: (services, scope, { id }) =>
      services.get(DatabaseConnectionsService, { strict: false }).get(scope, id),
  })
  create(
    @CurrentScope() scope: Scope,
    @JsonBody() body: JsonObject,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionAnswer> {
    return this.connections.create(scope, body, clientGone(reply));
  }

  @Get()
  @Requires('connections:read')
  @AuditedRead('connection.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() { limit, cursor }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionAnswer[]> {
    const page = await this.connections.list(scope, { limit: parseLimit(limit), cursor });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(':connectionId')
  @Requires('connections:read')
  @AuditedRead('connection.read', 'connectionId')
  get(@CurrentScope() scope: Scope, @Param('connectionId') id: string): Promise<ConnectionAnswer> {
    return this.connections.get(scope, readId('connection', id));
  }

  @Put(':connectionId')
  @Requires('connections:write')
  @Audited('connection.update')
  replace(
    @CurrentScope() scope: Scope,
    @Param('connectionId') id: string,
    @JsonBody() body: JsonObject,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionAnswer> {
    return this.connections.replace(scope, readId('connection', id), body, clientGone(reply));
  }

  @Delete(':connectionId')
  @Requires('connections:write')
  @Audited('connection.delete')
  remove(@CurrentScope() scope: Scope, @Param('connectionId') id: string): Promise<ConnectionAnswer> {
    return this.connections.remove(scope, readId('connection', id));
  }
}
