import { Controller, Delete, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JobView, JobsService } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, IdParam, linkNext, parseId, parseLimit, Requires } from '#http';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { ListJobsQuery } from './job.dto.js';

/** What the workers do for a tenant. */
@Controller(TENANT_PATH)
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get(inBothScopes('jobs'))
  @Requires('connections:read')
  @AuditedRead('job.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListJobsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobView[]> {
    const { connection_id: id, state, limit, cursor } = query;
    const connectionId = id === undefined ? undefined : parseId('connection_id', id);
    const page = await this.jobs.list(scope, { connectionId, state, limit: parseLimit(limit), cursor });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('jobs/:jobId'))
  @Requires('connections:read')
  @AuditedRead('job.read', 'jobId')
  get(@CurrentScope() scope: Scope, @IdParam('jobId') id: number): Promise<JobView> {
    return this.jobs.get(scope, id);
  }

  @Delete(inBothScopes('jobs/:jobId'))
  @Requires('connections:discover')
  @Audited('job.cancel')
  cancel(@CurrentScope() scope: Scope, @IdParam('jobId') id: number): Promise<JobView> {
    return this.jobs.cancel(scope, id);
  }
}
