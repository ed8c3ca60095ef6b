import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { unauthenticated } from '#platform/errors';
import type { Principal } from '#platform/scope';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import type { TenantHead } from '../tenants/tenants.repository.js';
import type { VerifiedAccessToken } from '../tokens/access-tokens.js';
import { SigningKeys } from '../tokens/signing-keys.service.js';
import { type ParsedApiKey, sameHash } from './api-key.js';
import { keyMark } from './key-mark.js';
import { permissionsOf } from './permissions.js';
import type { Proof } from './proof.js';
import { type ServiceAccountKeyRow, ServiceAccountsRepository } from './service-accounts.repository.js';
import { systemScope } from './system-scope.js';
import { narrowed } from './token-scope.js';

const CACHED_ACCOUNTS = 10_000;

/** Proves service accounts, by their API keys and by the tokens that they got for those. */
@Injectable()
export class AccountProofs {
  private readonly accounts = new LRUCache<string, { row: ServiceAccountKeyRow; epoch: number }>({
    max: CACHED_ACCOUNTS,
  });

  constructor(
    private readonly directory: TenantDirectory,
    private readonly serviceAccounts: ServiceAccountsRepository,
    private readonly signingKeys: SigningKeys,
  ) {}

  ofKey({ tenantId, accountId, hash }: ParsedApiKey): Proof {
    return async (fromMemory) => {
      const { tenant, row } = await this.account(tenantId, accountId, fromMemory);
      if (!tenant || !row || !keysOf(row).some((key) => sameHash(key, hash)))
        throw unauthenticated('credential_invalid', 'The API key is not valid.');
      return {
        tenant,
        principal: principalOf(tenant, row),
        projects: row.projectIds ?? 'all',
        permissions: permissionsOf(row.role),
      };
    };
  }

  /**
   * The account decides as it stands now, so that a token never outlives the account or its key. Neither does it outlive
   * the key that signed it, whose end raises the access epoch.
   */
  ofToken({ tenantId, accountId, keyMark: mark, scope, signingKeyId }: VerifiedAccessToken): Proof {
    let trustedAt: number | undefined;
    const rightsOf = ofLast((row: ServiceAccountKeyRow) =>
      narrowed({ permissions: permissionsOf(row.role), projects: row.projectIds ?? 'all' }, scope),
    );
    const markedKeyOf = ofLast((row: ServiceAccountKeyRow) =>
      [row.keyHash, row.previousKeyHash].find((key) => key && keyMark(key) === mark),
    );
    return async (fromMemory) => {
      const { tenant, row } = await this.account(tenantId, accountId, fromMemory);
      const key = row && markedKeyOf(row);
      if (!tenant || !key || !keysOf(row).includes(key)) throw invalidToken();
      if (trustedAt !== tenant.accessEpoch) {
        if (!(await this.signingKeys.isPublished(signingKeyId))) throw invalidToken();
        trustedAt = tenant.accessEpoch;
      }
      return { tenant, principal: principalOf(tenant, row), ...rightsOf(row) };
    };
  }

  private async account(tenantId: number, accountId: number, fromMemory: boolean) {
    const tenant = fromMemory
      ? await this.directory.findById(tenantId)
      : await this.directory.refresh(tenantId);
    return { tenant, row: tenant && (await this.row(tenant, accountId)) };
  }

  private async row(tenant: TenantHead, id: number): Promise<ServiceAccountKeyRow | null> {
    const cacheKey = `${tenant.id}-${id}`;
    const known = this.accounts.get(cacheKey);
    if (known?.epoch === tenant.accessEpoch) return known.row;
    const row = await this.serviceAccounts.keyRow(systemScope(tenant, 'authentication'), id);
    if (row) this.accounts.set(cacheKey, { row, epoch: tenant.accessEpoch });
    else this.accounts.delete(cacheKey);
    return row;
  }
}

const invalidToken = () => unauthenticated('credential_invalid', 'The token is not valid.');

/** Works something out once for as long as the same object comes: an account's row does until something changes. */
function ofLast<From extends object, To>(work: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | undefined;
  return (from) => {
    if (last?.from !== from) last = { from, to: work(from) };
    return last.to;
  };
}

/** The hashes of the keys that work: the current one, and the one before while its overlap lasts. */
function keysOf({ keyHash, previousKeyHash, previousKeyExpiresAt }: ServiceAccountKeyRow): Buffer[] {
  const previousLives = previousKeyExpiresAt !== null && Date.parse(previousKeyExpiresAt) > Date.now();
  return previousLives && previousKeyHash ? [keyHash, previousKeyHash] : [keyHash];
}

function principalOf(tenant: TenantHead, row: ServiceAccountKeyRow): Principal {
  return {
    kind: 'service_account',
    id: String(row.id),
    name: `${row.name}@${tenant.slug}`,
    role: row.role,
  };
}
