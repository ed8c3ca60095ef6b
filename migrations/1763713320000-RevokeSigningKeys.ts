import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key that others may know is taken back before its last token has expired. */
export class RevokeSigningKeys1763713320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table signing_keys
        add column revoked_at timestamptz(3),
        add constraint signing_keys_revoked check (revoked_at is null or retired_at is not null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table signing_keys drop column revoked_at');
  }
}
