import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { type ServiceAccountView, ServiceAccountsService, parseIfMatch } from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  IdempotentSecret,
  IdParam,
  IfMatch,
  Requires,
  type SecretAnswer,
} from '#http';
import { TENANT_PATH } from '../paths.js';
import { CreateServiceAccountDto, RotateServiceAccountDto } from './service-account.dto.js';

/** A key is shown once: a repeated request is answered the account without it. */
const SHOWN_ONCE: SecretAnswer<ServiceAccountView, { id: number }> = {
  ids: ({ id }) => ({ id }),
  replay: (services, scope, { id }) =>
    services.get(ServiceAccountsService, { strict: false }).withoutKey(scope, id),
};

@Controller(TENANT_PATH)
export class ServiceAccountsController {
  constructor(private readonly accounts: ServiceAccountsService) {}

  @Post('service-accounts')
  @Requires('service_accounts:manage')
  @Audited('service_account.create')
  @IdempotentSecret(SHOWN_ONCE)
  create(@CurrentScope() scope: Scope, @Body() body: CreateServiceAccountDto) {
    return this.accounts.create(scope, body);
  }

  @Get('service-accounts')
  @Requires('service_accounts:manage')
  @AuditedRead('service_account.list')
  list(@CurrentScope() scope: Scope) {
    return this.accounts.list(scope);
  }

  @Get('service-accounts/:serviceAccountId')
  @Requires('service_accounts:manage')
  @AuditedRead('service_account.read', 'serviceAccountId')
  get(@CurrentScope() scope: Scope, @IdParam('serviceAccountId') id: number) {
    return this.accounts.get(scope, id);
  }

  @Post('service-accounts/:serviceAccountId/rotate')
  @HttpCode(200)
  @Requires('service_accounts:manage')
  @Audited('service_account.rotate')
  @IdempotentSecret(SHOWN_ONCE)
  rotate(
    @CurrentScope() scope: Scope,
    @IdParam('serviceAccountId') id: number,
    @Body() body: RotateServiceAccountDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.accounts.rotate(scope, id, body.overlap_seconds ?? 0, parseIfMatch(ifMatch));
  }

  @Delete('service-accounts/:serviceAccountId')
  @Requires('service_accounts:manage')
  @Audited('service_account.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @IdParam('serviceAccountId') id: number,
    @IfMatch() ifMatch: string | undefined,
  ) {
    await this.accounts.remove(scope, id, parseIfMatch(ifMatch));
    return { message: 'Service account was deleted successfully' };
  }
}
