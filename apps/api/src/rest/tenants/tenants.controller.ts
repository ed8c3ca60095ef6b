import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { type PlatformActor, TenantsService, parseIfMatch } from '#core';
import { Audited, CurrentActor, Idempotent, IfMatch, NotAudited, parseLimit, Requires } from '#http';
import { CreateTenantDto, DeleteTenantQuery, PlatformAuditQuery, UpdateTenantDto } from './tenant.dto.js';

/** Tenants, for the platform's administrator. */
@Controller('api/platform')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Post('tenants')
  @Requires('tenants:manage')
  @Audited('tenant.create')
  @Idempotent()
  create(@CurrentActor() actor: PlatformActor, @Body() body: CreateTenantDto) {
    return this.tenants.create(actor, body);
  }

  @Get('tenants')
  @Requires('tenants:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  list() {
    return this.tenants.list();
  }

  @Get('tenants/:slug')
  @Requires('tenants:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  get(@Param('slug') slug: string) {
    return this.tenants.get(slug);
  }

  @Patch('tenants/:slug')
  @Requires('tenants:manage')
  @Audited('tenant.update')
  update(
    @CurrentActor() actor: PlatformActor,
    @Param('slug') slug: string,
    @Body() body: UpdateTenantDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.tenants.update(actor, slug, body, parseIfMatch(ifMatch));
  }

  @Delete('tenants/:slug')
  @HttpCode(200)
  @Requires('tenants:manage')
  @Audited('tenant.delete')
  async remove(
    @CurrentActor() actor: PlatformActor,
    @Param('slug') slug: string,
    @Query() query: DeleteTenantQuery,
    @IfMatch() ifMatch: string | undefined,
  ) {
    await this.tenants.remove(actor, slug, query.force === 'true', parseIfMatch(ifMatch));
    return { message: 'Tenant was deleted successfully' };
  }

  @Get('audit-events')
  @Requires('tenants:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  auditEvents(@Query() query: PlatformAuditQuery) {
    return this.tenants.auditEvents(parseLimit(query.limit));
  }
}
