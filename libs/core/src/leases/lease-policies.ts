import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform/database';
import { invalid } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { ServiceAccountsRepository } from '../access/service-accounts.repository.js';
import { type LeasePolicy, listedAccounts } from './lease-policy.js';

/** Checks what a connection says of its resolvers against the accounts that there are. */
@Injectable()
export class LeasePolicies {
  constructor(private readonly accounts: ServiceAccountsRepository) {}

  /**
   * @param before - what is stored: an account that it names already may be gone since
   * @throws DomainError `invalid` that names each account which is not one of the tenant's
   */
  async requireAccounts(
    tx: Transaction,
    scope: Scope,
    policy: LeasePolicy | null,
    before: LeasePolicy | null,
  ): Promise<void> {
    const known = listedAccounts(before);
    const added = listedAccounts(policy).filter((id) => !known.includes(id));
    if (added.length === 0) return;
    const existing = await this.accounts.existing(tx, scope, added);
    const errors = listedAccounts(policy).flatMap((id, index) => {
      if (known.includes(id) || existing.has(id)) return [];
      const path = `lease_policy.service_account_ids[${index}]`;
      return [{ path, rule: 'exists', message: 'There is no such service account.' }];
    });
    if (errors.length > 0) throw invalid(errors);
  }
}
