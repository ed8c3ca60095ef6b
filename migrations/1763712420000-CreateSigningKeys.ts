import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORKER_ROLE, dropTables, grantTo } from './tenant-table.js';

/** The keys that sign the service's own tokens: of the platform, and of no tenant. */
export class CreateSigningKeys1763712420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signing_keys (
        id text constraint signing_keys_pkey primary key,
        algorithm text not null constraint signing_keys_algorithm check (algorithm in ('ES256')),
        public_key jsonb not null,
        wrapped bytea,
        encryption_key_id text constraint signing_keys_encryption_key references encryption_keys (id),
        created_by text not null,
        activated_at timestamptz(3) not null default now(),
        retired_at timestamptz(3),
        constraint signing_keys_private check (
          (wrapped is null) = (encryption_key_id is null) and (retired_at is null) = (wrapped is not null))
      )`);
    await runner.query(
      `create unique index signing_keys_active on signing_keys ((true)) where retired_at is null`,
    );
    await grantTo(runner, 'signing_keys', 'select, insert, update');
    await grantTo(runner, 'signing_keys', 'select, update', WORKER_ROLE);
    // Not all that the platform's administrator does is about a tenant.
    await runner.query('alter table platform_audit_events alter column tenant drop not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from platform_audit_events where tenant is null');
    await runner.query('alter table platform_audit_events alter column tenant set not null');
    await dropTables(runner, ['signing_keys']);
  }
}
