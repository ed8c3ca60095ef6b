import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import { CredentialEntity } from './credential.entity.js';

export interface CredentialFilter {
  readonly type?: string | undefined;
  readonly nameKey?: string | undefined;
  /** Those alone that say that they end by then. */
  readonly expiresBy?: Date | undefined;
  readonly afterId: number;
  readonly limit: number;
}

/** Lists of credentials, by id. */
@Injectable()
export class CredentialListsRepository {
  /** On a project's path that project's own; on the tenant's path the global and the visible ones. */
  async list(tx: Transaction, scope: Scope, filter: CredentialFilter): Promise<CredentialEntity[]> {
    const common = {
      tenantId: scope.tenantId,
      id: MoreThan(filter.afterId),
      retiredFrom: IsNull(),
      ...(filter.type === undefined ? {} : { type: filter.type }),
      ...(filter.nameKey === undefined ? {} : { nameKey: filter.nameKey }),
      ...(filter.expiresBy === undefined ? {} : { expiresAt: LessThanOrEqual(filter.expiresBy) }),
    };
    return tx.manager.find(CredentialEntity, {
      where: places(scope).map((place) => ({ ...common, ...place })),
      order: { id: 'ASC' },
      take: filter.limit + 1,
    });
  }
}

function places(scope: Scope) {
  if (scope.projectId === null) return [{ projectId: IsNull() }];
  if (scope.projectId !== undefined) return [{ projectId: scope.projectId }];
  if (scope.projects === 'all') return [{}];
  return [{ projectId: IsNull() }, { projectId: In([...scope.projects]) }];
}
