import { Controller, Get } from '@nestjs/common';
import { QuotasService, type UsageView } from '#core';
import type { Scope } from '#platform/scope';
import { AuditedRead, CurrentScope, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';

/** How much of its quotas a tenant uses. */
@Controller(TENANT_PATH)
export class UsageController {
  constructor(private readonly quotas: QuotasService) {}

  @Get('usage')
  @Requires('settings:read')
  @AuditedRead('usage.read')
  get(@CurrentScope() scope: Scope): Promise<UsageView> {
    return this.quotas.usage(scope);
  }
}
