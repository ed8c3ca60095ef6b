import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConnectorRegistry } from '#connector-sdk';
import {
  Audited,
  AuditedRead,
  CallersScope,
  clientGone,
  CurrentScope,
  ErrorsAs,
  IdempotentAnswer,
  Requires,
} from '#http';
import { invalidField } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { ConnectionTestsService } from './connection-tests.service.js';
import { FunctionalitiesQuery } from './functionalities.query.js';
import { type ApplicationMessage, checkMessage } from './mappers/application-message.js';
import { type FunctionalityList, functionalityList } from './mappers/functionality-list.js';
import { type SupportedTypes, supportedTypes } from './mappers/supported-types.js';
import { synthoErrorShape } from './error-shape.js';

/** How long a test may take, in ms: the contract has no word for it. */
const DEADLINE_MS = 15_000;

/** The Syntho contract: what can be connected, what it can do, and whether it works. Nothing is stored. */
@ErrorsAs(synthoErrorShape)
@CallersScope()
@Controller('api/v1/database_connections')
export class SynthoConnectionsController {
  private readonly types: SupportedTypes;

  constructor(
    private readonly tests: ConnectionTestsService,
    private readonly registry: ConnectorRegistry,
  ) {
    this.types = supportedTypes(registry);
  }

  @Get('functionalities')
  @Requires('types:read')
  @AuditedRead('functionality.list')
  functionalities(@Query() { connector_type: name }: FunctionalitiesQuery): FunctionalityList {
    if (name === undefined || name === '') return { functionalities: [] };
    const list = functionalityList(this.registry, name);
    if (!list) throw invalidField('connector_type', 'one_of', 'There is no such connector_type.');
    return list;
  }

  @Get('supported_types')
  @Requires('types:read')
  @AuditedRead('supported_type.list')
  supportedTypes(): SupportedTypes {
    return this.types;
  }

  /** A test that ran is 200, also when the connection does not work. */
  @Post('test')
  @HttpCode(200)
  @Requires('connections:test')
  @Audited('connection.test')
  @IdempotentAnswer()
  async test(
    @CurrentScope() scope: Scope,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplicationMessage> {
    const check = await this.tests.test(scope, body, {
      deadlineMs: DEADLINE_MS,
      // The contract has no member in which a host key could be approved.
      hostKeyPolicy: 'trust_on_first_use',
      cancelled: clientGone(reply),
    });
    return checkMessage(check, request.id);
  }
}
