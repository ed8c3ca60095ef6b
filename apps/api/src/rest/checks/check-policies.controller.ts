import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { CheckPoliciesService, type CheckPolicyView, type PlatformActor, parseIfMatch } from '#core';
import { Audited, CurrentActor, IfMatch, NotAudited, Requires } from '#http';
import { CheckPolicyDto } from './check-policy.dto.js';

/** What tenants' checks may reach and must prove, for the platform's administrator. */
@Controller('api/platform/tenants/:slug/check-policy')
export class CheckPoliciesController {
  constructor(private readonly policies: CheckPoliciesService) {}

  @Get()
  @Requires('tenants:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  get(@Param('slug') slug: string): Promise<CheckPolicyView> {
    return this.policies.get(slug);
  }

  @Put()
  @Requires('tenants:manage')
  @Audited('tenant.update_check_policy')
  replace(
    @CurrentActor() actor: PlatformActor,
    @Param('slug') slug: string,
    @Body() body: CheckPolicyDto,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<CheckPolicyView> {
    return this.policies.replace(actor, slug, body, parseIfMatch(ifMatch));
  }
}
