import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a source said of a table when it was read: as long as it says the same, the table is as it was. */
export class MarkCatalogTables1763713500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table catalog_tables add column source_mark text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table catalog_tables drop column source_mark');
  }
}
