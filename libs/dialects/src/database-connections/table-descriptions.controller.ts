import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isJsonObject, type JsonObject, ownValue } from '#connector-sdk';
import type { JobView } from '#core';
import {
  Audited,
  AuditedRead,
  CallersScope,
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
import { requiredConnection } from './mappers/table-choice.js';
import { ListTablesQuery, RefreshQuery } from './queries.dto.js';
import { readId } from './string-id.js';
import { TableDescriptionsService } from './table-descriptions.service.js';
import type { TableAnswer } from './wire-tables.js';

/** The tables behind the database connections of the place that the caller works in. */
@Controller('api/v1/table-descriptions')
@CallersScope()
@ErrorsAs(contractErrors)
export class TableDescriptionsController {
  constructor(private readonly tables: TableDescriptionsService) {}

  @Get()
  @Requires('connections:read')
  @AuditedRead('table.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() { db_connection_id: of, table_name, limit, cursor }: ListTablesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TableAnswer[]> {
    const page = await this.tables.list(scope, {
      connectionId: of ? readId('connection', of) : undefined,
      name: table_name || undefined,
      limit: parseLimit(limit),
      cursor,
    });
    linkNext(request, reply, page.next);
    return [...page.items];
  }

  @Get(':tableId')
  @Requires('connections:read')
  @AuditedRead('table.read', 'tableId')
  get(@CurrentScope() scope: Scope, @Param('tableId') id: string): Promise<TableAnswer> {
    return this.tables.get(scope, readId('table', id));
  }

  @Put(':tableId')
  @Requires('connections:write')
  @Audited('table.describe')
  describe(
    @CurrentScope() scope: Scope,
    @Param('tableId') id: string,
    @JsonBody() body: JsonObject,
  ): Promise<TableAnswer> {
    return this.tables.describe(scope, readId('table', id), body);
  }

  @Post('refresh')
  @Requires('connections:discover')
  @Audited('connection.discover')
  @IdempotentSecret<JobView, { connection: number }>({
    ids: ({ connection_id: connection }) => ({ connection }),
    replay: (services, scope, { connection }) =>
      services.get(TableDescriptionsService, { strict: false }).known(scope, connection),
  })
  refresh(
    @CurrentScope() scope: Scope,
    @Body() body: unknown,
    @Query() { db_connection_id: of }: RefreshQuery,
  ): Promise<TableAnswer[]> {
    const named = isJsonObject(body) ? ownValue(body, 'db_connection_id') : undefined;
    return this.tables.refresh(scope, requiredConnection(named ?? of));
  }

  @Post('sync-schemas')
  @Requires('connections:discover')
  @Audited('table.sync')
  @IdempotentSecret<readonly number[], { ids: string }>({
    ids: (ids) => ({ ids: ids.join(' ') }),
    replay: (services, scope, { ids }) =>
      services
        .get(TableDescriptionsService, { strict: false })
        .byIds(scope, ids.split(' ').filter(Boolean).map(Number)),
  })
  sync(@CurrentScope() scope: Scope, @JsonBody() body: JsonObject): Promise<TableAnswer[]> {
    return this.tables.sync(scope, body);
  }
}
