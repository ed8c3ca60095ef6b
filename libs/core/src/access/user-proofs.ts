import { Injectable } from '@nestjs/common';
import { unauthenticated } from '#platform/errors';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import type { TokenClaims } from './claims.js';
import { permissionsOf } from './permissions.js';
import type { Proof } from './proof.js';

/** Proves users, by what the verified tokens of issuers say of them. */
@Injectable()
export class UserProofs {
  constructor(private readonly directory: TenantDirectory) {}

  ofClaims(claims: TokenClaims): Proof {
    return async (fromMemory) => {
      const tenant = fromMemory
        ? await this.directory.findBySlug(claims.tenant)
        : await this.directory.refreshBySlug(claims.tenant);
      if (!tenant) throw unauthenticated('credential_invalid', 'The token is not valid.');
      return {
        tenant,
        principal: { kind: 'user', id: claims.subject, name: claims.email, role: claims.role },
        projects: claims.projects,
        permissions: permissionsOf(claims.role),
      };
    };
  }
}
