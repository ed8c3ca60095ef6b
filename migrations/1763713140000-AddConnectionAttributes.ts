import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What contracts keep with a connection that the connection itself has no word for; secrets apart and sealed. */
export class AddConnectionAttributes1763713140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connections
        add column attributes jsonb not null default '{}',
        add column sealed_attributes jsonb not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table connections drop column attributes, drop column sealed_attributes`);
  }
}
