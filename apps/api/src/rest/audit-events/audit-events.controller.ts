import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditChainService, AuditEventsService, type AuditVerification } from '#core';
import type { Scope } from '#platform/scope';
import { CurrentScope, Requires } from '../../http/access.decorators.js';
import { AuditedRead } from '../../http/audit.decorators.js';
import { parseLimit } from '../../http/limit.js';
import { linkNext } from '../../http/link-header.js';
import { TENANT_PATH } from '../paths.js';
import { ListAuditEventsQuery } from './audit-event.dto.js';

@Controller(TENANT_PATH)
export class AuditEventsController {
  constructor(
    private readonly events: AuditEventsService,
    private readonly chain: AuditChainService,
  ) {}

  @Get('audit-events')
  @Requires('audit:read')
  @AuditedRead('audit_event.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListAuditEventsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { action, entity, entity_id: entityId, actor, since, until, limit, cursor } = query;
    // Always in this order: a cursor is bound to the filters, not to how the address spells them.
    const page = await this.events.list(scope, {
      action,
      entity,
      entityId,
      actor,
      since: since === undefined ? undefined : new Date(since),
      until: until === undefined ? undefined : new Date(until),
      cursor,
      limit: parseLimit(limit),
    });
    linkNext(request, reply, page.next);
    return page.items;
  }

  /** Whether the whole trail is as it was written, and what is not. */
  @Get('audit-events/verify')
  @Requires('audit:read')
  @AuditedRead('audit_event.verify')
  verify(@CurrentScope() scope: Scope): Promise<AuditVerification> {
    return this.chain.verify(scope);
  }
}
