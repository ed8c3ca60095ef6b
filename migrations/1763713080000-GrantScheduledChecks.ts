import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, grantTo } from './tenant-table.js';

const TAKE = 'function take_quota(bigint, text, bigint, boolean)';

/** Scheduled checks count among a tenant's checks, and it is the worker that makes them. */
export class GrantScheduledChecks1763713080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await grantTo(runner, 'tenant_usage', 'select, insert, update', WORKER_ROLE);
    await runner.query(`grant execute on ${TAKE} to ${WORKER_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke all on tenant_usage from ${WORKER_ROLE}`);
    await runner.query(`revoke execute on ${TAKE} from ${WORKER_ROLE}`);
  }
}
