import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EgressPolicy, type EgressRules, createEgress, getText, resolveOwnNames } from '#platform/egress';
import { CheckSettings } from '../../checks/check-settings.js';
import { openedFor } from '../../checks/opened-for.js';
import { tenantCheckPolicy } from '../../checks/tenant-check-policy.js';
import type { TenantHead } from '../../tenants/tenants.repository.js';
import { JwksKeys } from './jwks-keys.js';

const LIMITS = { timeoutMs: 5_000, maxBytes: 256 * 1024 };
const CACHED_SETS = 1_000;

/** Where the keys of issuers are fetched, within the egress rules, and remembered. */
@Injectable()
export class JwksStore {
  private readonly ofTenants = new LRUCache<string, JwksKeys>({ max: CACHED_SETS });

  constructor(private readonly settings: CheckSettings) {}

  /** For an issuer of the configuration: that its address stands there opens it. */
  ofOperator(jwksUri: string): JwksKeys {
    const host = new URL(jwksUri).hostname.replace(/^\[|\]$/g, '');
    return this.keys(jwksUri, openedFor(this.settings.egress, { networks: [], hosts: [host] }));
  }

  /** For a tenant's own issuer: it reaches what the tenant's connections may reach. */
  ofTenant(tenant: TenantHead, jwksUri: string): JwksKeys {
    const { egress } = tenantCheckPolicy(tenant.settings);
    const cacheKey = JSON.stringify([tenant.id, jwksUri, egress]);
    let keys = this.ofTenants.get(cacheKey);
    if (!keys) {
      keys = this.keys(jwksUri, openedFor(this.settings.egress, egress));
      this.ofTenants.set(cacheKey, keys);
    }
    return keys;
  }

  private keys(jwksUri: string, rules: EgressRules): JwksKeys {
    return new JwksKeys(async () => {
      const policy = new EgressPolicy(await resolveOwnNames(rules));
      return getText(createEgress(policy), new URL(jwksUri), LIMITS);
    });
  }
}
