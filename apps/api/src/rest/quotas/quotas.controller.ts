import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { type PlatformActor, QuotasService, type QuotasView, parseIfMatch } from '#core';
import { Audited, CurrentActor, IfMatch, NotAudited, Requires } from '#http';
import { QuotasDto } from './quotas.dto.js';

/** How much tenants may have, for the platform's administrator. */
@Controller('api/platform/tenants/:slug/quotas')
export class QuotasController {
  constructor(private readonly quotas: QuotasService) {}

  @Get()
  @Requires('tenants:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  get(@Param('slug') slug: string): Promise<QuotasView> {
    return this.quotas.get(slug);
  }

  @Put()
  @Requires('tenants:manage')
  @Audited('tenant.update_quotas')
  replace(
    @CurrentActor() actor: PlatformActor,
    @Param('slug') slug: string,
    @Body() body: QuotasDto,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<QuotasView> {
    return this.quotas.replace(actor, slug, body, parseIfMatch(ifMatch));
  }
}
