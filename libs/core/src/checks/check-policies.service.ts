import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import type { PlatformActor } from '../tenants/tenants.service.js';
import { contentVersion, withContentTag } from '../versioning/content-tag.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import {
  type CheckPolicyInput,
  type CheckPolicyView,
  checkPolicyView,
  withCheckPolicy,
} from './check-policy.js';

/** The policies of tenants' checks: what only the platform's administrator decides. */
@Injectable()
export class CheckPoliciesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
  ) {}

  async get(slug: string): Promise<CheckPolicyView> {
    const tenant = await this.tenants.bySlug(slug);
    if (!tenant) throw notFound('tenant');
    return withContentTag(checkPolicyView(tenant.settings));
  }

  /** Replaces the policy; checks that begin after the answer follow it. @throws DomainError `invalid`, `precondition_failed` */
  async replace(
    actor: PlatformActor,
    slug: string,
    input: CheckPolicyInput,
    precondition: Precondition = null,
  ): Promise<CheckPolicyView> {
    const policy = await this.database.platformTransaction(async (tx) => {
      const tenant = await this.tenants.lockBySlug(tx, slug);
      if (!tenant) throw notFound('tenant');
      const before = checkPolicyView(tenant.settings);
      requireVersion(precondition, contentVersion(before));
      const settings = withCheckPolicy(tenant.settings, input);
      const after = checkPolicyView(settings);
      if (JSON.stringify(before) === JSON.stringify(after)) return before;
      Object.assign(tenant, { settings, version: tenant.version + 1 });
      await this.tenants.save(tx, tenant);
      const action = 'tenant.update_check_policy';
      await this.tenants.recordAudit(tx, actor, { action, tenant: slug, before, after });
      return after;
    });
    return withContentTag(policy);
  }
}
