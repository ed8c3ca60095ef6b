import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import { contentVersion, withContentTag } from '../versioning/content-tag.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { TenantDirectory } from './tenant-directory.js';
import { TenantsRepository } from './tenants.repository.js';
import type { PlatformActor } from './tenants.service.js';

type Stored = Readonly<Record<string, unknown>>;

/** A part of a tenant's settings that the platform's administrator decides. */
export interface DecidedPart<Input, View extends object> {
  /** The audit event of a change. */
  readonly action: string;
  readonly view: (stored: Stored) => View;
  /** What is stored once it is replaced. @throws DomainError `invalid` */
  readonly replaced: (stored: Stored, input: Input) => Record<string, unknown>;
}

/** What the platform's administrator decides for a tenant, a part at a time. */
@Injectable()
export class DecidedSettings {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly directory: TenantDirectory,
  ) {}

  /** @throws DomainError `not_found` */
  async get<Input, View extends object>(part: DecidedPart<Input, View>, slug: string): Promise<View> {
    const tenant = await this.tenants.bySlug(slug);
    if (!tenant) throw notFound('tenant');
    return withContentTag(part.view(tenant.settings));
  }

  /**
   * Replaces a part; it holds on every instance from the commit on.
   *
   * @throws DomainError `not_found`, `invalid`, `precondition_failed`
   */
  async replace<Input, View extends object>(
    part: DecidedPart<Input, View>,
    actor: PlatformActor,
    slug: string,
    input: Input,
    precondition: Precondition,
  ): Promise<View> {
    const { id, view } = await this.database.platformTransaction(async (tx) => {
      const tenant = await this.tenants.lockBySlug(tx, slug);
      if (!tenant) throw notFound('tenant');
      const before = part.view(tenant.settings);
      requireVersion(precondition, contentVersion(before));
      const settings = part.replaced(tenant.settings, input);
      const after = part.view(settings);
      if (JSON.stringify(before) === JSON.stringify(after)) return { id: tenant.id, view: before };
      const { version, accessEpoch } = tenant;
      // Instances remember a tenant's settings under its access epoch.
      Object.assign(tenant, { settings, version: version + 1, accessEpoch: accessEpoch + 1 });
      await this.tenants.save(tx, tenant);
      await this.tenants.recordAudit(tx, actor, { action: part.action, tenant: slug, before, after });
      return { id: tenant.id, view: after };
    });
    this.directory.forget(id);
    return withContentTag(view);
  }
}
