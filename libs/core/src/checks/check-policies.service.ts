import { Injectable } from '@nestjs/common';
import { type DecidedPart, DecidedSettings } from '../tenants/decided-settings.service.js';
import type { PlatformActor } from '../tenants/tenants.service.js';
import type { Precondition } from '../versioning/precondition.js';
import {
  type CheckPolicyInput,
  type CheckPolicyView,
  checkPolicyView,
  withCheckPolicy,
} from './check-policy.js';

const CHECK_POLICY: DecidedPart<CheckPolicyInput, CheckPolicyView> = {
  action: 'tenant.update_check_policy',
  view: checkPolicyView,
  replaced: withCheckPolicy,
};

/** The policies of tenants' checks: what only the platform's administrator decides. */
@Injectable()
export class CheckPoliciesService {
  constructor(private readonly decided: DecidedSettings) {}

  get(slug: string): Promise<CheckPolicyView> {
    return this.decided.get(CHECK_POLICY, slug);
  }

  /** Replaces the policy; checks that begin after the answer follow it. @throws DomainError `invalid`, `precondition_failed` */
  replace(
    actor: PlatformActor,
    slug: string,
    input: CheckPolicyInput,
    precondition: Precondition = null,
  ): Promise<CheckPolicyView> {
    return this.decided.replace(CHECK_POLICY, actor, slug, input, precondition);
  }
}
