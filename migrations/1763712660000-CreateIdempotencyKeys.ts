import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, createTenantTable, dropTables, grantTo } from './tenant-table.js';

const COLUMNS = `principal text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  headers jsonb,
  body text,
  ids jsonb,
  created_at timestamptz(3) not null default now()`;

/** What requests with an `Idempotency-Key` were answered, for a day. */
export class CreateIdempotencyKeys1763712660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, 'idempotency_keys', COLUMNS, '(tenant_id, principal, key)');
    await runner.query(
      `create table platform_idempotency_keys (
         ${COLUMNS},
         constraint platform_idempotency_keys_pkey primary key (principal, key)
       )`,
    );
    await grantTo(runner, 'platform_idempotency_keys', 'select, insert, update, delete');
    for (const [table, index] of [
      ['idempotency_keys', '(tenant_id, created_at)'],
      ['platform_idempotency_keys', '(created_at)'],
    ] as const) {
      await runner.query(`create index ${table}_created_at on ${table} ${index}`);
      await grantTo(runner, table, 'select, delete', WORKER_ROLE);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['platform_idempotency_keys', 'idempotency_keys']);
  }
}
