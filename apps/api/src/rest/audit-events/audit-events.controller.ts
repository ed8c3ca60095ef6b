import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditEventsService } from '#core';
import type { Scope } from '#platform/scope';
import { CurrentScope, Requires } from '../../http/access.decorators.js';
import { parseLimit } from '../../http/limit.js';
import { linkNext } from '../../http/link-header.js';
import { TENANT_PATH } from '../paths.js';
import { ListAuditEventsQuery } from './audit-event.dto.js';

@ApiTags('Audit')
@Controller(TENANT_PATH)
export class AuditEventsController {
  constructor(private readonly events: AuditEventsService) {}

  @Get('audit-events')
  @Requires('audit:read')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListAuditEventsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { entity_id, since, until, limit, ...filters } = query;
    const page = await this.events.list(scope, {
      ...filters,
      ...(entity_id === undefined ? {} : { entityId: entity_id }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      limit: parseLimit(limit),
    });
    linkNext(request, reply, page.next);
    return page.items;
  }
}
