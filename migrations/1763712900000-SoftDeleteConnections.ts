import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, grantTo } from './tenant-table.js';

const NAME_KEY = '(tenant_id, coalesce(project_id, 0), name_key)';

/** A deleted connection is kept for a while; its name is free at once. */
export class SoftDeleteConnections1763712900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connections
        add column deleted_at timestamptz(3),
        add column deleted_by text,
        add column purge_at timestamptz(3)`);
    await runner.query(`drop index connections_name`);
    await runner.query(
      `create unique index connections_name on connections ${NAME_KEY} where deleted_at is null`,
    );
    await runner.query(
      `create index connections_purge_at on connections (tenant_id, purge_at) where deleted_at is not null`,
    );
    await grantTo(runner, 'connections', 'select, delete', WORKER_ROLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke all on connections from ${WORKER_ROLE}`);
    await runner.query(`drop index connections_purge_at`);
    await runner.query(`drop index connections_name`);
    await runner.query(`create unique index connections_name on connections ${NAME_KEY}`);
    await runner.query(`
      alter table connections drop column deleted_at, drop column deleted_by, drop column purge_at`);
  }
}
