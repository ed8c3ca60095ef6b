import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditChainService, AuditEventsService, AuditExportsService, type AuditVerification } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, linkNext, parseLimit, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { ExportAuditEventsQuery, ListAuditEventsQuery } from './audit-event.dto.js';

@Controller(TENANT_PATH)
export class AuditEventsController {
  constructor(
    private readonly events: AuditEventsService,
    private readonly chain: AuditChainService,
    private readonly exports: AuditExportsService,
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
      since: timeOf(since),
      until: timeOf(until),
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

  /** The whole trail, or what is between two times, as NDJSON. */
  @Get('audit-events/export')
  @Requires('audit:read')
  @Audited('audit_event.export')
  async export(
    @CurrentScope() scope: Scope,
    @Query() { since, until }: ExportAuditEventsQuery,
  ): Promise<StreamableFile> {
    const lines = await this.exports.export(scope, { since: timeOf(since), until: timeOf(until) });
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'application/x-ndjson' });
  }
}

function timeOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
