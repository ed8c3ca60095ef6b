import { Controller, Delete, Get, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '#connector-sdk';
import { CredentialsService, parseIfMatch } from '#core';
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
} from '#http';
import { parseDays } from '../../http/days.js';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { ListCredentialsQuery } from './credential.dto.js';

/** Credentials that connections share; an answer never holds a secret. */
@Controller(TENANT_PATH)
export class CredentialsController {
  constructor(private readonly credentials: CredentialsService) {}

  @Post(inBothScopes('credentials'))
  @Requires('credentials:write')
  @Audited('credential.create')
  @Idempotent()
  create(@CurrentScope() scope: Scope, @JsonBody() body: JsonObject) {
    return this.credentials.create(scope, body);
  }

  @Get(inBothScopes('credentials'))
  @Requires('credentials:read')
  @AuditedRead('credential.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListCredentialsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { type, name, expiring_within: within, limit, cursor } = query;
    const expiringWithinDays = within === undefined ? undefined : parseDays('expiring_within', within);
    const filter = { type, name, expiringWithinDays };
    const page = await this.credentials.list(scope, { ...filter, limit: parseLimit(limit), cursor });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('credentials/:credentialId'))
  @Requires('credentials:read')
  @AuditedRead('credential.read', 'credentialId')
  get(@CurrentScope() scope: Scope, @IdParam('credentialId') id: number) {
    return this.credentials.get(scope, id);
  }

  @Get(inBothScopes('credentials/:credentialId/usage'))
  @Requires('credentials:read')
  @AuditedRead('credential.usage', 'credentialId')
  usage(@CurrentScope() scope: Scope, @IdParam('credentialId') id: number) {
    return this.credentials.usage(scope, id);
  }

  @Put(inBothScopes('credentials/:credentialId'))
  @Requires('credentials:write')
  @Audited('credential.update')
  update(
    @CurrentScope() scope: Scope,
    @IdParam('credentialId') id: number,
    @JsonBody() body: JsonObject,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.credentials.update(scope, id, body, parseIfMatch(ifMatch));
  }

  @Delete(inBothScopes('credentials/:credentialId'))
  @Requires('credentials:write')
  @Audited('credential.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @IdParam('credentialId') id: number,
    @IfMatch() ifMatch: string | undefined,
  ) {
    await this.credentials.remove(scope, id, parseIfMatch(ifMatch));
    return { message: 'Credential was deleted successfully' };
  }
}
