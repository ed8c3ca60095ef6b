import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type LeaseChanges, LeaseChangesService } from '#core';
import type { Scope } from '#platform/scope';
import { AuditedRead, clientGone, CurrentScope, RequiresInTransaction } from '#http';
import { TENANT_PATH } from '../paths.js';
import { LeaseChangesQuery } from './lease.dto.js';

/** Tells services what happens beneath their leases. */
@Controller(TENANT_PATH)
export class LeaseChangesController {
  constructor(private readonly changes: LeaseChangesService) {}

  @Get('leases/changes')
  @RequiresInTransaction('leases:read')
  @AuditedRead('lease.changes')
  since(
    @CurrentScope() scope: Scope,
    @Query() { since, wait_seconds = '0' }: LeaseChangesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeaseChanges> {
    return this.changes.since(scope, { since, waitMs: Number(wait_seconds) * 1000, gone: clientGone(reply) });
  }
}
