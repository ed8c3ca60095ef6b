import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { IndexingStatus } from '../discovery/indexing-status.js';

/** A connection whose payload names a file. */
export interface FileUser {
  readonly fileId: number;
  readonly id: number;
  readonly name: string;
  readonly projectId: number | null;
  readonly status: IndexingStatus;
}

/** A connection of a project means the project's file, and the GLOBAL one where the project has none of the path. */
const USERS = `select f.id as "fileId", c.id, c.name, c.project_id as "projectId", c.indexing_status as status
  from files f
  join connections c on c.tenant_id = f.tenant_id and c.deleted_at is null
  join unnest($2::text[], $3::text[]) as u(type, field) on u.type = c.type and c.payload ->> u.field = f.path
  where f.tenant_id = $1 and f.id = any($4::bigint[])
    and (c.project_id = f.project_id or f.project_id is null and not exists (
      select 1 from files own
      where own.tenant_id = $1 and coalesce(own.project_id, 0) = c.project_id and own.path = f.path))
  order by c.id`;

/** Which connections name a file. */
@Injectable()
export class FileUsageRepository {
  private readonly types: readonly string[];
  private readonly fields: readonly string[];

  constructor(registry: ConnectorRegistry) {
    const named = registry.list().flatMap(({ type, fileFields }) => fileFields.map((field) => [type, field]));
    this.types = named.map(([type]) => type!);
    this.fields = named.map(([, field]) => field!);
  }

  async usersOf(tx: Transaction, scope: Scope, fileIds: readonly number[]): Promise<FileUser[]> {
    return tx.run<FileUser>({ name: 'file_users', text: USERS, values: this.values(scope, fileIds) });
  }

  /** The same, locked against a change. */
  async lockUsersOf(tx: Transaction, scope: Scope, fileId: number): Promise<FileUser[]> {
    return tx.run<FileUser>({
      name: 'file_users_lock',
      text: `${USERS} for no key update of c`,
      values: this.values(scope, [fileId]),
    });
  }

  private values(scope: Scope, fileIds: readonly number[]): readonly unknown[] {
    return [scope.tenantId, this.types, this.fields, fileIds];
  }
}
