import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import {
  Audited,
  AuditedRead,
  CallersScope,
  clientGone,
  CurrentScope,
  ErrorsAs,
  Idempotent,
  JsonBody,
  Requires,
} from '#http';
import type { Scope } from '#platform/scope';
import { CredibleConnections } from './connections.service.js';
import { CreateQuery } from './credible.dto.js';
import { credibleErrors } from './error-shape.js';
import { ADMIN_PATH, testRun } from './paths.js';
import { CredibleTests } from './tests.service.js';

/** Administration: the connections of a project. The organization is the tenant. */
@Controller(ADMIN_PATH)
@CallersScope()
@ErrorsAs(credibleErrors)
export class CredibleAdminController {
  constructor(
    private readonly connections: CredibleConnections,
    private readonly tests: CredibleTests,
  ) {}

  @Post()
  @Requires('connections:write')
  @Audited('connection.create')
  @Idempotent({ orAnswer: true })
  create(
    @CurrentScope() scope: Scope,
    @Param('tenant') organization: string,
    @Param('project') project: string,
    @JsonBody() body: JsonObject,
    @Query() query: CreateQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const place = { organization, project };
    if (query.dryRun !== 'true') return this.connections.create(scope, place, body);
    void reply.status(200);
    return this.tests.dryRun(scope, place, body, testRun(clientGone(reply)));
  }

  @Get()
  @Requires('connections:read')
  @AuditedRead('connection.list')
  list(
    @CurrentScope() scope: Scope,
    @Param('tenant') organization: string,
    @Param('project') project: string,
  ) {
    return this.connections.list(scope, { organization, project });
  }

  @Get(':connection')
  @Requires('connections:read')
  @AuditedRead('connection.read', 'connection')
  get(
    @CurrentScope() scope: Scope,
    @Param('tenant') organization: string,
    @Param('project') project: string,
    @Param('connection') name: string,
  ) {
    return this.connections.get(scope, { organization, project }, name);
  }

  @Patch(':connection')
  @Requires('connections:write')
  @Audited('connection.update')
  update(
    @CurrentScope() scope: Scope,
    @Param('tenant') organization: string,
    @Param('project') project: string,
    @Param('connection') name: string,
    @JsonBody() body: JsonObject,
  ) {
    return this.connections.update(scope, { organization, project }, name, body);
  }

  @Delete(':connection')
  @HttpCode(204)
  @Requires('connections:write')
  @Audited('connection.delete')
  remove(@CurrentScope() scope: Scope, @Param('connection') name: string) {
    return this.connections.remove(scope, name);
  }
}
