import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { type FieldError, invalid, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { checkName, nameKey, trimmedName } from '../naming/index.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { giveQuota, takeQuota } from '../quotas/take-quota.js';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { createApiKey } from './api-key.js';
import { TENANT_ROLES, type TenantRole, isTenantRole } from './permissions.js';
import type { ServiceAccountEntity } from './service-account.entity.js';
import { ServiceAccountsRepository } from './service-accounts.repository.js';

export interface NewServiceAccount {
  readonly name: string;
  readonly role: string;
  /** Absent means all projects, an empty list means none. */
  readonly project_ids?: number[] | null | undefined;
}

/** A service account as it is answered: never its key. */
export interface ServiceAccountView {
  readonly id: number;
  readonly name: string;
  readonly role: TenantRole;
  readonly project_ids: number[] | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly rotated_at: string | null;
  readonly previous_key_expires_at: string | null;
  readonly version: number;
}

/** The one answer that holds the key. */
export type ServiceAccountWithKey = ServiceAccountView & {
  /** Null in the answer to a repeated request: a key is shown once. */
  readonly api_key: string | null;
};

const MAX_OVERLAP_SECONDS = 7 * 24 * 60 * 60;

@Injectable()
export class ServiceAccountsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly accounts: ServiceAccountsRepository,
    private readonly projects: ProjectsRepository,
    private readonly directory: TenantDirectory,
    private readonly leases: LeaseMarks,
  ) {}

  async create(scope: Scope, input: NewServiceAccount): Promise<ServiceAccountWithKey> {
    const role = checkedRole(input);
    return this.changingAccess(scope, async (tx) => {
      await this.requireProjects(tx, scope, input.project_ids ?? []);
      const id = await this.accounts.nextId(tx);
      const { key, hash } = createApiKey(scope.tenantId, id);
      const account = await this.accounts.insert(tx, {
        tenantId: scope.tenantId,
        id,
        name: trimmedName(input.name),
        nameKey: nameKey(input.name),
        role,
        projectIds: input.project_ids ?? null,
        keyHash: hash,
        previousKeyHash: null,
        previousKeyExpiresAt: null,
        createdBy: scope.principal.name,
      });
      const view = viewOf(account);
      takeQuota(tx, scope, 'service_accounts');
      await recordAudit(tx, scope, {
        action: 'service_account.create',
        entity: 'service_account',
        entityId: id,
        after: view,
      });
      return { ...view, api_key: key };
    });
  }

  async list(scope: Scope): Promise<ServiceAccountView[]> {
    const accounts = await this.database.transaction(scope, (tx) => this.accounts.list(tx, scope));
    return accounts.map(viewOf);
  }

  async get(scope: Scope, id: number): Promise<ServiceAccountView> {
    const account = await this.database.transaction(scope, (tx) => this.accounts.find(tx, scope, id));
    if (!account) throw notFound('service account');
    return viewOf(account);
  }

  /** What a repetition of the request that made a key is answered. @throws DomainError `not_found` */
  async withoutKey(scope: Scope, id: number): Promise<ServiceAccountWithKey> {
    return { ...(await this.get(scope, id)), api_key: null };
  }

  /** The key stops working with the commit, on every instance, and the leases that the account holds end. */
  async remove(scope: Scope, id: number, precondition: Precondition): Promise<void> {
    await this.changingAccess(scope, async (tx) => {
      const account = await this.accounts.lock(tx, scope, id);
      if (!account) throw notFound('service account');
      requireVersion(precondition, account.version);
      await this.accounts.remove(tx, scope, id);
      await this.leases.revoke(tx, scope, { of: 'service_account', id }, 'holder_deleted');
      giveQuota(tx, scope, 'service_accounts');
      await recordAudit(tx, scope, {
        action: 'service_account.delete',
        entity: 'service_account',
        entityId: id,
        before: viewOf(account),
      });
    });
  }

  /**
   * Gives the account a new key. The one before works on for the overlap.
   *
   * @param overlapSeconds - 0 to 604,800 (a week)
   */
  async rotate(
    scope: Scope,
    id: number,
    overlapSeconds: number,
    precondition: Precondition,
  ): Promise<ServiceAccountWithKey> {
    checkOverlap(overlapSeconds);
    return this.changingAccess(scope, async (tx) => {
      const account = await this.accounts.lock(tx, scope, id);
      if (!account) throw notFound('service account');
      requireVersion(precondition, account.version);
      const before = viewOf(account);
      const { key, hash } = createApiKey(scope.tenantId, id);
      const overlaps = overlapSeconds > 0;
      account.previousKeyHash = overlaps ? account.keyHash : null;
      account.previousKeyExpiresAt = overlaps ? new Date(Date.now() + overlapSeconds * 1000) : null;
      account.keyHash = hash;
      account.rotatedAt = new Date();
      account.version += 1;
      await this.accounts.saveKey(tx, account);
      const after = viewOf(account);
      await recordAudit(tx, scope, {
        action: 'service_account.rotate',
        entity: 'service_account',
        entityId: id,
        before,
        after,
      });
      return { ...after, api_key: key };
    });
  }

  /** Raises the access epoch with the change, so that no instance goes on with what it remembers. */
  private async changingAccess<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await this.database.effect(scope, async (tx) => {
      const done = await work(tx);
      await this.accounts.bumpAccessEpoch(tx, scope);
      return done;
    });
    this.directory.forget(scope.tenantId);
    return result;
  }

  private async requireProjects(tx: Transaction, scope: Scope, ids: readonly number[]): Promise<void> {
    const known = await this.projects.existing(tx, scope, ids);
    const errors = ids.flatMap((id, index): FieldError[] =>
      known.has(id)
        ? []
        : [{ path: `project_ids[${index}]`, rule: 'exists', message: 'There is no such project.' }],
    );
    if (errors.length > 0) throw invalid(errors);
  }
}

function checkedRole(input: NewServiceAccount): TenantRole {
  const errors = checkName('name', input.name);
  if (!isTenantRole(input.role)) {
    errors.push({ path: 'role', rule: 'one_of', message: `role must be one of ${TENANT_ROLES.join(', ')}.` });
  }
  if (input.role === 'tenant_admin' && input.project_ids != null) {
    errors.push({
      path: 'project_ids',
      rule: 'tenant_wide',
      message: 'A tenant_admin cannot be bound to projects.',
    });
  }
  if (errors.length > 0) throw invalid(errors);
  return input.role as TenantRole;
}

function checkOverlap(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_OVERLAP_SECONDS) return;
  const message = `overlap_seconds must be an integer from 0 to ${MAX_OVERLAP_SECONDS}.`;
  throw invalid([{ path: 'overlap_seconds', rule: 'range', message }]);
}

function viewOf(account: ServiceAccountEntity): ServiceAccountView {
  return {
    id: account.id,
    name: account.name,
    role: account.role,
    project_ids: account.projectIds,
    created_by: account.createdBy,
    created_at: account.createdAt.toISOString(),
    rotated_at: account.rotatedAt?.toISOString() ?? null,
    previous_key_expires_at: account.previousKeyExpiresAt?.toISOString() ?? null,
    version: account.version,
  };
}
