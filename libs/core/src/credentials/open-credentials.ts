import { Injectable } from '@nestjs/common';
import { credentialType, type JsonObject } from '#connector-sdk';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { Vault } from '#platform/vault';
import { openCredential } from './credential-sealing.js';

/** What a credential says that is no secret, such as the name of its user. */
export interface OpenCredential {
  readonly type: string;
  readonly payload: JsonObject;
}

interface Row {
  readonly id: number;
  readonly type: string;
  readonly secretVersion: number;
  readonly sealed: Buffer;
}

/** Shows of credentials what their types declare open, for contracts that answer it. */
@Injectable()
export class OpenCredentials {
  constructor(
    private readonly database: TenantDatabase,
    private readonly vault: Vault,
  ) {}

  /**
   * One read for a whole list.
   *
   * @param ids - credentials of connections that the caller was found to see
   */
  async of(scope: Scope, ids: readonly number[]): Promise<ReadonlyMap<number, OpenCredential>> {
    if (ids.length === 0) return new Map();
    const [vault, [rows]] = await Promise.all([
      this.vault.forTenant(scope),
      this.database.read(scope, {
        name: 'credentials_to_show',
        text: `select c.id, c.type, c.secret_version as "secretVersion", v.sealed from credentials c
          join credential_versions v on v.tenant_id = c.tenant_id and v.credential_id = c.id
            and v.secret_version = c.secret_version
          where c.tenant_id = $1 and c.id = any($2::bigint[])`,
        values: [scope.tenantId, [...ids]],
      }),
    ]);
    return new Map(
      (rows as Row[]).map(({ sealed, ...head }) => {
        const payload = openCredential(vault, { ...head, serverFields: {} }, sealed);
        return [head.id, { type: head.type, payload: withoutSecrets(head.type, payload) }];
      }),
    );
  }
}

function withoutSecrets(type: string, payload: JsonObject): JsonObject {
  const { secretFields } = credentialType(type)!;
  if (secretFields === 'all') return {};
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !secretFields.includes(name)));
}
