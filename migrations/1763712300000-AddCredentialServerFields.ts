import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the server adds to a credential, such as the external id of a role: not secret, so not sealed. */
export class AddCredentialServerFields1763712300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table credentials add column server_fields jsonb not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table credentials drop column server_fields`);
  }
}
