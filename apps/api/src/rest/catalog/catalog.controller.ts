import { Controller, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import { type CatalogChangeView, DiscoveryService, type JobView, TablesService, type TableView } from '#core';
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
  Requires,
} from '#http';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { ListChangesQuery, ListTablesQuery } from './catalog.dto.js';

/** What is behind connections: found by jobs, described by people. */
@Controller(TENANT_PATH)
export class CatalogController {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly tables: TablesService,
  ) {}

  @Post(inBothScopes('connections/:connectionId/discover'))
  @HttpCode(202)
  @Requires('connections:discover')
  @Audited('connection.discover')
  @Idempotent()
  discover(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @EmptyBody() _: null,
  ): Promise<JobView> {
    return this.discovery.discover(scope, id);
  }

  @Get(inBothScopes('connections/:connectionId/tables'))
  @Requires('connections:read')
  @AuditedRead('table.list')
  async listTables(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @Query() query: ListTablesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TableView[]> {
    const { schema, name, status, limit, cursor } = query;
    const page = await this.tables.list(scope, id, {
      schema,
      name,
      status,
      limit: parseLimit(limit),
      cursor,
    });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('connections/:connectionId/changes'))
  @Requires('connections:read')
  @AuditedRead('catalog_change.list')
  async listChanges(
    @CurrentScope() scope: Scope,
    @IdParam('connectionId') id: number,
    @Query() query: ListChangesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogChangeView[]> {
    const { breaking, limit, cursor } = query;
    const only = breaking === undefined ? undefined : breaking === 'true';
    const page = await this.tables.changes(scope, id, { breaking: only, limit: parseLimit(limit), cursor });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('tables/:tableId'))
  @Requires('connections:read')
  @AuditedRead('table.read', 'tableId')
  getTable(@CurrentScope() scope: Scope, @IdParam('tableId') id: number) {
    return this.tables.get(scope, id);
  }

  @Patch(inBothScopes('tables/:tableId'))
  @Requires('connections:write')
  @Audited('table.describe')
  describeTable(@CurrentScope() scope: Scope, @IdParam('tableId') id: number, @JsonBody() body: JsonObject) {
    return this.tables.describe(scope, id, body);
  }

  @Post(inBothScopes('tables/:tableId/sync'))
  @HttpCode(202)
  @Requires('connections:discover')
  @Audited('table.sync')
  @Idempotent()
  syncTable(
    @CurrentScope() scope: Scope,
    @IdParam('tableId') id: number,
    @EmptyBody() _: null,
  ): Promise<JobView> {
    return this.tables.sync(scope, id);
  }
}
