import { Body, Controller, Get, Patch } from '@nestjs/common';
import { type TenantSettings, TenantSettingsService, parseIfMatch } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, IfMatch, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { SettingsDto } from './settings.dto.js';

@Controller(TENANT_PATH)
export class SettingsController {
  constructor(private readonly settings: TenantSettingsService) {}

  @Get('settings')
  @Requires('settings:read')
  @AuditedRead('settings.read')
  get(@CurrentScope() scope: Scope): TenantSettings {
    return this.settings.get(scope);
  }

  @Patch('settings')
  @Requires('settings:write')
  @Audited('settings.update')
  update(
    @CurrentScope() scope: Scope,
    @Body() body: SettingsDto,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<TenantSettings> {
    return this.settings.update(scope, body, parseIfMatch(ifMatch));
  }
}
