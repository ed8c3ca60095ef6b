import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, grantTo } from './tenant-table.js';

const RIGHTS: Record<string, string> = {
  tenants: 'select',
  encryption_keys: 'select, insert, delete',
  data_keys: 'select, update',
  service_accounts: 'select, update',
};

/** What the worker's tasks need: nothing of connections or credentials. */
export class GrantWorker1763712180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, privileges] of Object.entries(RIGHTS))
      await grantTo(runner, table, privileges, WORKER_ROLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(RIGHTS)) await runner.query(`revoke all on ${table} from ${WORKER_ROLE}`);
  }
}
