import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { IdentityProvidersService, parseIfMatch } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, Idempotent, IdParam, IfMatch, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { CreateIdentityProviderDto, UpdateIdentityProviderDto } from './identity-provider.dto.js';

/** The issuers that a tenant trusts for its own users. */
@Controller(TENANT_PATH)
export class IdentityProvidersController {
  constructor(private readonly providers: IdentityProvidersService) {}

  @Post('identity-providers')
  @Requires('identity_providers:manage')
  @Audited('identity_provider.create')
  @Idempotent()
  create(@CurrentScope() scope: Scope, @Body() body: CreateIdentityProviderDto) {
    return this.providers.create(scope, body);
  }

  @Get('identity-providers')
  @Requires('identity_providers:manage')
  @AuditedRead('identity_provider.list')
  list(@CurrentScope() scope: Scope) {
    return this.providers.list(scope);
  }

  @Get('identity-providers/:identityProviderId')
  @Requires('identity_providers:manage')
  @AuditedRead('identity_provider.read', 'identityProviderId')
  get(@CurrentScope() scope: Scope, @IdParam('identityProviderId') id: number) {
    return this.providers.get(scope, id);
  }

  @Put('identity-providers/:identityProviderId')
  @Requires('identity_providers:manage')
  @Audited('identity_provider.update')
  update(
    @CurrentScope() scope: Scope,
    @IdParam('identityProviderId') id: number,
    @Body() body: UpdateIdentityProviderDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.providers.update(scope, id, body, parseIfMatch(ifMatch));
  }

  @Delete('identity-providers/:identityProviderId')
  @Requires('identity_providers:manage')
  @Audited('identity_provider.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @IdParam('identityProviderId') id: number,
    @IfMatch() ifMatch: string | undefined,
  ) {
    await this.providers.remove(scope, id, parseIfMatch(ifMatch));
    return { message: 'Identity provider was deleted successfully' };
  }
}
